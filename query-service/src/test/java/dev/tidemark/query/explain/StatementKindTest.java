package dev.tidemark.query.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementKindTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select 1 | SELECT",
                "  (SELECT 1) UNION (SELECT 2) | SELECT",
                "VALUES ($1) | SELECT",
                "/* trace /* nested */ = 1 */ insert into t VALUES ($1) | INSERT",
                "-- why" + "\\n" + "UPDATE t SET a = $1 | UPDATE",
                "DELETE FROM t | DELETE",
                "WITH a AS (SELECT 1) SELECT * FROM a | SELECT",
                "WITH RECURSIVE a (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) INSERT INTO t SELECT n FROM a | INSERT",
                "WITH update AS (SELECT ')' AS x), \"delete\" AS MATERIALIZED (SELECT 1) DELETE FROM t | DELETE",
                "WITH gone AS (DELETE FROM t RETURNING id) SELECT count(*) FROM gone | SELECT",
                "WITH a AS (SELECT 1) MERGE INTO t USING a ON true WHEN MATCHED THEN DELETE | OTHER",
                "MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE | OTHER",
                "EXPLAIN ANALYZE DELETE FROM t | OTHER",
                "CREATE TABLE t AS SELECT 1 | OTHER",
                "selected | OTHER",
                "'' | OTHER",
                "WITH | OTHER",
                "/* SELECT | OTHER"
            })
    void of_findsWhatAStatementDoes(String text, StatementKind kind) {
        assertThat(StatementKind.of(text.replace("\\n", "\n"))).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; DROP TABLE t",
                "SELECT ';'",
                "SELECT 1 -- ; 2\n",
                "SELECT \";\"",
                "SELECT $$;$$",
                "DO $$ BEGIN DELETE FROM t",
                "CALL p()",
                "VACUUM t",
                "COPY t TO PROGRAM 'x'",
                "EXPLAIN SELECT 1",
                "ANALYZE t",
                "(ANALYZE) SELECT 1",
                "SET ROLE x",
                " "
            })
    void refusal_ofWhatIsNoSingleStatement_isNotNull(String text) {
        assertThat(ExplainableText.refusal(text)).isNotNull();
    }

    @Test
    void refusal_ofATextThatMayBeCut_saysSo() {
        assertThat(ExplainableText.refusal("SELECT " + "1 + ".repeat(5_000) + "1"))
                .contains("longer than 16384");
        assertThat(ExplainableText.refusal(null)).contains("does not keep its text");
        assertThat(ExplainableText.refusal("SELECT $1 ;\n")).isNull();
        assertThat(ExplainableText.statement("SELECT $1 ;\n; ")).isEqualTo("SELECT $1");
    }
}
