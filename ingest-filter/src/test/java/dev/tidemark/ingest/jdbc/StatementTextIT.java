package dev.tidemark.ingest.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.Backends;
import dev.tidemark.wire.statement.StatementText;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Compares the form of texts that JDBC gets with that of the texts which PostgreSQL shows for them. */
class StatementTextIT {
    private static final List<String> TEXTS = List.of(
            "SELECT 1",
            "SELECT 1.5, .5, 1e10, 0x1F, 1_000, -1, - 2, 3 - 1, 3 -1, 4 - -1",
            "SELECT 'it''s', E'it\\'s', $$it's$$, $a$it's $$ $a$, N'x', B'01', X'1F', U&'\\0061'",
            "SELECT 'a'\n   'b'",
            "SELECT true, NULL, false, NULL::text",
            "SELECT -1::int, +2, a + -1, (-1), a::text || 'x' FROM t",
            "SELECT a FROM t WHERE a = -1 AND b IS NOT NULL AND c IS NOT TRUE AND NOT c = false AND b <> 'x'",
            "SELECT a FROM t WHERE a BETWEEN -1 AND 7 ORDER BY a, 1 LIMIT 5 OFFSET 0",
            "SELECT a FROM t WHERE a IN (1)",
            "SELECT a FROM t WHERE a IN (1,2, 3) OR b IN ('x', 'y') AND a NOT IN (4, 5)",
            "SELECT a FROM t WHERE a IN ( 1, 2, 3 , 4 )",
            "SELECT a FROM t WHERE b IN ('a'::text, 'b'::text)",
            "SELECT a FROM t WHERE a IN (1, 2, a + 1)",
            "SELECT a FROM t WHERE (a, b) IN ((1, 'x'), (2, 'y'))",
            "SELECT a FROM t WHERE a IN (SELECT a FROM t WHERE b = 'x')",
            "SELECT a FROM t WHERE a = ANY (ARRAY[1, 2, 3])",
            "SELECT coalesce(a, 1, 2), CASE WHEN a > 1 THEN -1 ELSE 0 END FROM t",
            "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v (x, y)",
            "INSERT INTO t (a, b) VALUES (1, 'x')",
            "INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y'), (3, DEFAULT) RETURNING id",
            "INSERT INTO t (a, b, c) VALUES (1, NULL, true) ON CONFLICT DO NOTHING",
            "UPDATE t SET a = a + 1, b = 'y', c = NULL WHERE id = 7;",
            "DELETE FROM t /* why */ WHERE id = 7 -- because\n AND a = 1",
            "WITH x AS (SELECT 1 AS n) SELECT n, '2020-01-01'::date, date '2020-01-01', interval '1' day FROM x",
            "SELECT \"A 1\".\"b ''\" FROM (SELECT 1 AS \"b ''\") AS \"A 1\"",
            "SELECT a::numeric(10, 2), b::varchar(5), (ARRAY[1,2,3])[1:2] FROM t",
            "SELECT '{\"a\": 1}'::jsonb ? 'a', '{\"a\": 1}'::jsonb ?| ARRAY['a','b'], '{\"a\": 1}'::jsonb -> 'a'",
            "SELECT a FROM t WHERE b LIKE 'x%' ESCAPE '\\'",
            "SELECT count(*) FILTER (WHERE a > 1), string_agg(b, ',' ORDER BY b) FROM t GROUP BY 1 = 1",
            "SELECT a /*traceparent='00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'*/ FROM t");

    @Test
    void of_textsOfPostgres_haveTheFormOfTheApplications() throws SQLException {
        String url = Backends.postgres().createDatabase("statement_texts");
        Properties properties = new Properties();
        properties.setProperty("user", Backends.postgres().user());
        properties.setProperty("password", Backends.postgres().password());
        // Texts reach the server as they are.
        properties.setProperty("preferQueryMode", "simple");
        try (Connection connection = DriverManager.getConnection(url, properties);
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("CREATE TABLE t (id serial PRIMARY KEY, a int, b text DEFAULT 'z', c boolean)");
            List<String> differing = new ArrayList<>();
            for (String text : TEXTS) {
                statement.execute("SELECT pg_stat_statements_reset()");
                statement.execute(text);
                List<String> shown = new ArrayList<>();
                try (ResultSet rows =
                        statement.executeQuery("SELECT query FROM pg_stat_statements JOIN pg_database d ON d.oid = dbid"
                                + " WHERE datname = 'statement_texts' AND query NOT LIKE '%pg_stat_statements%'")) {
                    while (rows.next()) {
                        shown.add(rows.getString(1));
                    }
                }
                assertThat(shown).as(text).hasSize(1);
                String form = StatementText.of(text);
                if (!StatementText.of(shown.get(0)).equals(form)) {
                    differing.add(form + "\n  " + StatementText.of(shown.get(0)) + "\n  " + shown.get(0));
                }
            }
            assertThat(differing).isEmpty();
        }
    }
}
