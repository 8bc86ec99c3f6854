package dev.tidemark.ingest.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.statement.Dialect;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class OperationCacheTest {
    private final OperationCache cache = new OperationCache("postgresql:db/shop", Dialect.STANDARD, true);

    @Test
    void get_sameText_isTheSameOperation() {
        StatementOperation first = cache.get("SELECT a FROM t WHERE id = 1");

        assertThat(cache.get(new String("SELECT a FROM t WHERE id = 1"))).isSameAs(first);
        assertThat(first.plain().target()).isEqualTo("postgresql:db/shop");
        assertThat(first.plain().operation()).isEqualTo("SELECT a FROM t WHERE id = ?");
    }

    @Test
    void get_aMillionTexts_keepsFewAndThoseThatAreUsed() {
        StatementOperation used = cache.get("SELECT a FROM t");
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(cache.get("SELECT a FROM t WHERE id = " + i).plain().operation())
                    .isEqualTo("SELECT a FROM t WHERE id = ?");
            if (i % 100 == 0) {
                assertThat(cache.get("SELECT a FROM t")).isSameAs(used);
            }
        }
        assertThat(cache.size()).isLessThanOrEqualTo(2 * OperationCache.MOST_TEXTS);
    }

    @Test
    void get_longTexts_areBoundedInBytes() {
        String text = "SELECT '" + "x".repeat(OperationCache.LONGEST_TEXT - 20) + "' AS a";
        for (int i = 0; i < 1_000; i++) {
            cache.get(text + i);
        }
        int most = 2 * (OperationCache.MOST_CHARACTERS / text.length() + 1);
        assertThat(cache.size()).isBetween(1, most);

        cache.get("-- " + "x".repeat(OperationCache.LONGEST_TEXT));
        assertThat(cache.size()).isLessThanOrEqualTo(most);
    }

    @Test
    void withKeys_ofPostgres_isWhatTheServerGets() {
        StatementOperation insert = cache.get("INSERT INTO t (a) VALUES (?)");

        assertThat(insert.withKeys(null)).isSameAs(insert.plain());
        assertThat(insert.withKeys(StatementOperation.ALL).operation())
                .isEqualTo("INSERT INTO t (a) VALUES (?) RETURNING *");
        assertThat(insert.withKeys(new String[] {"id", "b\"c"}).operation())
                .isEqualTo("INSERT INTO t (a) VALUES (?) RETURNING \"id\", \"b\"\"c\"");
        assertThat(insert.withKeys(new String[] {"id"})).isSameAs(insert.withKeys(new String[] {"id"}));

        StatementOperation returning = cache.get("INSERT INTO t (a) VALUES (?) RETURNING id");
        assertThat(returning.withKeys(StatementOperation.ALL)).isSameAs(returning.plain());
        StatementOperation select = cache.get("SELECT 1");
        assertThat(select.withKeys(StatementOperation.ALL)).isSameAs(select.plain());
    }
}
