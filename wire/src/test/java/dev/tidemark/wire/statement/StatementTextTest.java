package dev.tidemark.wire.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tidemark.wire.event.CallSummary;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("java17")
class StatementTextTest {

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '\0', textBlock = """
                    SELECT 1 => SELECT ?
                    SELECT * FROM cart WHERE id = $1 AND n = :name AND m = ? => SELECT * FROM cart WHERE id = ? AND n = ? AND m = ?
                    SELECT 'it''s', E'it\\'s', $$it's$$, $a$it's $$ $a$, N'x', B'01', X'1F', U&'\\0061' => SELECT ?, ?, ?, ?, ?, ?, ?, ?
                    SELECT "a ""1"" 'x'", `b '2'` FROM t1 => SELECT "a ""1"" 'x'", `b '2'` FROM t1
                    SELECT q'[it's]', nq'!it's!', date'2020-01-01' => SELECT ?, ?, date?
                    SELECT 1.5, .5, 1e10, 1E-5, 0x1F, 1_000, 5., t1.x2, 1.5e+3 => SELECT ?, ?, ?, ?, ?, ?, ?, t1.x2, ?
                    SELECT -1, a - 1, a -1, a - -1, (-1), - 2 FROM t WHERE b = -1 => SELECT ?, a - ?, a -?, a - ?, (?), ? FROM t WHERE b = ?
                    SELECT true, NULL, False WHERE a IS NOT NULL AND b IS TRUE AND c = null => SELECT ?, ?, ? WHERE a IS NOT NULL AND b IS TRUE AND c = ?
                    SELECT/* a /* nested */ comment */1 -- rest 'x => SELECT ?
                    /* traceparent='00-1' */ SELECT a => SELECT a
                    SELECT a /*traceparent='00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'*/ => SELECT a
                    SELECT  a\t ,b ; => SELECT a, b
                    SELECT a FROM t WHERE id IN (1,2, 3) AND b NOT IN ( ? ) => SELECT a FROM t WHERE id IN (?…) AND b NOT IN (?…)
                    SELECT a FROM t WHERE id in($1 /*, ... */) => SELECT a FROM t WHERE id in (?…)
                    SELECT a FROM t WHERE id IN ('a'::text, 'b'::text) => SELECT a FROM t WHERE id IN (?…)
                    SELECT a FROM t WHERE id IN (-1, 2) OR id = ANY (ARRAY[1, 2]) => SELECT a FROM t WHERE id IN (?…) OR id = ANY (ARRAY[?…])
                    SELECT a FROM t WHERE (a, b) IN ((1, 2), (3, 4)) => SELECT a FROM t WHERE (a, b) IN ((?, ?)…)
                    SELECT a FROM t WHERE id IN (SELECT b, b, b FROM u WHERE c = 1) => SELECT a FROM t WHERE id IN (SELECT b, b, b FROM u WHERE c = ?)
                    SELECT a FROM t WHERE id IN (1, 2, a + 1) => SELECT a FROM t WHERE id IN (?, a + ?)
                    SELECT coalesce(1, 2, 3) => SELECT coalesce(?, ?, ?)
                    INSERT INTO t (a, b) VALUES (1, 'x') => INSERT INTO t (a, b) VALUES (?, ?)
                    INSERT INTO t (a, b) VALUES(1, 'x'), (2, 'y'),(3, now()) RETURNING id => INSERT INTO t (a, b) VALUES (?, ?), (?, now()) RETURNING id
                    INSERT INTO t VALUES (1, 'x'), (2, 'y') ON CONFLICT DO NOTHING => INSERT INTO t VALUES (?, ?) ON CONFLICT DO NOTHING
                    SELECT * FROM (VALUES (1), (2)) AS v (a) => SELECT * FROM (VALUES (?)) AS v (a)
                    INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = VALUES(a), b = VALUES(b) => INSERT INTO t VALUES (?) ON DUPLICATE KEY UPDATE a = VALUES (a), b = VALUES (b)
                    SELECT a::int, b[1], c[1:2] FROM t => SELECT a::int, b[?], c[?:?] FROM t
                    SELECT data ?? 'x', data ??| ARRAY['a','b'], ?||'x' => SELECT data ? ?, data ?| ARRAY[?…], ?||?
                    CREATE USER u PASSWORD 'secret' => CREATE USER u PASSWORD ?
                    SELECT v$session.a$b => SELECT v$session.a$b
                    {call pay(?, 5)} => {call pay(?, ?)}
                    ALTER USER u IDENTIFIED BY tiger1 REPLACE old1 => ALTER USER u IDENTIFIED BY ?
                    CREATE USER u IDENTIFIED /* now */ BY "tiger1" QUOTA 1M ON d => CREATE USER u IDENTIFIED BY ?
                    GRANT CONNECT TO u identified by tiger1 => GRANT CONNECT TO u identified by ?
                    CREATE USER u IDENTIFIED WITH plugin BY tiger1 => CREATE USER u IDENTIFIED WITH plugin BY ?
                    ALTER USER u PASSWORD Tiger1 FORCE => ALTER USER u PASSWORD ?
                    CREATE LOGIN u WITH PASSWORD="tiger1" => CREATE LOGIN u WITH PASSWORD ?
                    MODIFY USER u AS PASSWORD = tiger1 => MODIFY USER u AS PASSWORD ?
                    SET PASSWORD "tiger1" => SET PASSWORD ?
                    SELECT identified, password FROM users ORDER BY password => SELECT identified, password FROM users ORDER BY password
                    UPDATE users SET password = ? WHERE role = 'x' => UPDATE users SET password = ? WHERE role = ?
                    CREATE TABLE users (role text, password text, n int) => CREATE TABLE users (role text, password text, n int)
                    SELECT a FROM t WHERE b LIKE ? ESCAPE '\\' ORDER BY a => SELECT a FROM t WHERE b LIKE ? ESCAPE ? ORDER BY a
                    SELECT 'it\\'s secret', 'secret' => SELECT ?
                    SELECT 'x' ESCAPE '\\'', ', 'secret', ' => SELECT ? ESCAPE ?
                    SELECT 'C:\\\\', 'x\\y', "a\\" FROM t => SELECT ?, ?, "a\\" FROM t
                    SELECT 'open => SELECT ?
                    SELECT a, "open => SELECT a,
                    SELECT a, $x$open => SELECT a, ?
                    SELECT a /* open => SELECT a
                    SELECT 12ab3 => SELECT ?
                    """)
    void of_replacesWhatIsData(String sql, String form) {
        assertThat(StatementText.of(sql)).isEqualTo(form);
        assertThat(StatementText.of(form)).as("the form of a form").isEqualTo(form);
    }

    @Test
    void of_stringsOnConsecutiveLines_areOne() {
        assertThat(StatementText.of("SELECT 'a'\n  'b', 'c' AS \"d\"")).isEqualTo("SELECT ?, ? AS \"d\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'it\\'s secret', 1",
                "SELECT \"it\\\"s secret\", 1",
                "SELECT \"secret 'secret\", 1",
                "SELECT 'x', 1 # it's secret",
            })
    void of_mysql_readsItsQuotes(String sql) {
        assertThat(StatementText.of(sql, Dialect.of("MySQL")))
                .isEqualTo("SELECT ?, ?")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '\0', textBlock = """
                    SELECT a FROM t WHERE b = "secret" AND c = 'it''s secret' => SELECT a FROM t WHERE b = ? AND c = ?
                    SELECT 'it\\'s secret', "secret" => SELECT ?
                    SELECT "it\\"s secret", 'secret' => SELECT ?
                    SELECT 'C:\\\\', "x" => SELECT ?, ?
                    SELECT a LIKE 'x' ESCAPE '\\', 'secret' => SELECT a LIKE ? ESCAPE ?
                    SELECT E'it\\'s secret', 1 => SELECT ?
                    SELECT '''it's secret''', 'secret' => SELECT ?
                    SELECT \"\"\"it"s secret\"\"\" => SELECT ?
                    SELECT `a\\`'`, 'secret' => SELECT
                    SELECT 1 # it's secret, 'secret' => SELECT ?
                    SELECT 1 // it's secret, 'secret' => SELECT ?
                    SELECT a FROM #tmp => SELECT a FROM
                    SELECT 1 /* a /* b */ 'x */ secret' => SELECT ?
                    SELECT [user's name] FROM t WHERE a = 'secret' => SELECT
                    SELECT [name] FROM t WHERE a = 'x' => SELECT [name] FROM t WHERE a = ?
                    SELECT ['a', 'b'][1], ["a"], a['x'] => SELECT [?, ?][?], [?], a[?]
                    SELECT ['a]', 'secret'] => SELECT
                    SELECT $$it's$$, 1 => SELECT ?, ?
                    ALTER USER u PASSWORD Tiger1 => ALTER USER u PASSWORD ?
                    """)
    void of_unknownDatabase_isCutWhereDatabasesDiffer(String sql, String form) {
        String text = StatementText.of(sql, Dialect.CAUTIOUS);

        assertThat(text).isEqualTo(form).doesNotContain("secret");
        assertThat(StatementText.of(text, Dialect.CAUTIOUS))
                .as("the form of a form")
                .isEqualTo(text);
    }

    @Test
    void of_sqlServer_readsNamesInBrackets() {
        assertThat(StatementText.of("SELECT [user's ]] name], \"it's\" FROM [t] WHERE a = 'secret'", Dialect.SQLSERVER))
                .isEqualTo("SELECT [user's ]] name], \"it's\" FROM [t] WHERE a = ?");
        assertThat(StatementText.of("SELECT a, [open", Dialect.SQLSERVER)).isEqualTo("SELECT a,");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql,STANDARD",
        "PostgreSQL,STANDARD",
        "h2,STANDARD",
        "H2,STANDARD",
        "oracle,STANDARD",
        "Oracle,STANDARD",
        "db2,STANDARD",
        "DB2/LINUXX8664,STANDARD",
        "derby,STANDARD",
        "Apache Derby,STANDARD",
        "hsqldb,STANDARD",
        "HSQL Database Engine,STANDARD",
        "sqlserver,SQLSERVER",
        "Microsoft SQL Server,SQLSERVER",
        "mysql,MYSQL",
        "MySQL,MYSQL",
        "mysql+srv,MYSQL",
        "mariadb,MYSQL",
        "MariaDB,MYSQL",
        "snowflake,CAUTIOUS",
        "Snowflake,CAUTIOUS",
        "bigquery,CAUTIOUS",
        "databricks,CAUTIOUS",
        "hive2,CAUTIOUS",
        "clickhouse,CAUTIOUS",
        "singlestore,CAUTIOUS",
        "oceanbase,CAUTIOUS",
        "sqlite,CAUTIOUS",
        "informix-sqli,CAUTIOUS",
        "mysql_archive,CAUTIOUS",
        ",CAUTIOUS"
    })
    void dialect_isThatOfDatabasesThatAreKnown(String product, Dialect dialect) {
        assertThat(Dialect.of(product)).isEqualTo(dialect);
    }

    @Test
    void of_isCutBetweenCharacters() {
        for (int shift = 0; shift < 2; shift++) {
            String form = StatementText.of("SELECT " + "a".repeat(shift) + "😀".repeat(2_000));

            assertThat(form)
                    .hasSizeBetween(CallSummary.MAX_OPERATION - 1, CallSummary.MAX_OPERATION)
                    .endsWith("😀…");
        }
    }

    @Test
    @Timeout(60)
    void of_hostileTexts_takeLinearTimeAndBoundedSpace() {
        int size = 1 << 20;
        for (String part : new String[] {
            "(",
            "[",
            "[]",
            "[[[[]]]],",
            "# ",
            "\\",
            "identified ",
            "'",
            "\"",
            "/*",
            "$$",
            "$a",
            "$",
            "?,",
            "(1),",
            "IN (",
            "VALUES (",
            "values (1),",
            "ARRAY[",
            "- ",
            "'a'\n",
            "::",
            ")",
            "1.",
            "😀",
            "a(",
            "IN ((",
            "((1),(2)),",
            ";",
            "true ",
            "E'\\",
            "q'[",
            "/**/"
        }) {
            String sql = part.repeat(size / part.length());
            long begun = System.nanoTime();
            for (String hostile :
                    new String[] {sql, "SELECT " + sql, "SELECT a IN (" + sql, "INSERT INTO t VALUES " + sql}) {
                for (Dialect dialect : Dialect.values()) {
                    assertThat(StatementText.of(hostile, dialect)).hasSizeLessThanOrEqualTo(CallSummary.MAX_OPERATION);
                }
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).as(part).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void of_listsOfAnyLength_haveOneForm() {
        String one = StatementText.of("INSERT INTO t VALUES (1, 'a') RETURNING id");
        String in = StatementText.of("DELETE FROM t WHERE id IN (1)");
        for (int rows : new int[] {2, 10, 1_000, 20_000}) {
            assertThat(StatementText.of("INSERT INTO t VALUES " + "(7, 'b'), ".repeat(rows) + "(8,'c') RETURNING id"))
                    .isEqualTo(one);
            assertThat(StatementText.of("DELETE FROM t WHERE id IN (" + "7,".repeat(rows) + "8)"))
                    .isEqualTo(in);
        }
    }

    @Test
    void of_randomCharacters_neverFails() {
        Random random = new Random(7);
        String alphabet = "aE '\"`$?:-/*\\(),[]\n1.eIN=VALUES;#\uD83D\uDE00";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder sql = new StringBuilder(i % 2 == 0 ? "a IN (" : "VALUES (");
            for (int length = random.nextInt(30); length > 0; length--) {
                sql.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (Dialect dialect : Dialect.values()) {
                assertThatCode(() -> StatementText.of(sql.toString(), dialect))
                        .as(sql.toString())
                        .doesNotThrowAnyException();
            }
        }
    }
}
