package dev.tidemark.query.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The tables of another version. */
class SchemaIT {

    @Test
    void knownSchema_isTheNewestMigration() throws Exception {
        assertThat(Store.create().number("SELECT max(version::integer) FROM flyway_schema_history"))
                .isEqualTo(SchemaCheck.KNOWN);
    }

    @Test
    void tablesOfAnotherVersion_areToldWithARemedy_unlessTheyAreCompatible() throws Exception {
        Store store = Store.create();
        try (var server = QueryServer.settings().postgres(store.jdbcUrl()).start()) {
            awaitReady(server, 200, "\"ready\"");

            store.execute("INSERT INTO flyway_schema_history SELECT 900, '900', 'newer', 'SQL', 'V900__newer.sql', 1,"
                    + " current_user, now(), 1, true");
            store.execute("UPDATE schema_compatibility SET oldest_schema = 900");
            awaitReady(
                    server, 503, "has schema 900 of a newer Tidemark, which programs older than schema 900 cannot use");
            assertThat(server.get("/health/ready").body()).contains("upgrade this query service");

            store.execute("UPDATE schema_compatibility SET oldest_schema = " + SchemaCheck.KNOWN);
            awaitReady(server, 200, "\"ready\"");

            store.execute("DELETE FROM flyway_schema_history WHERE version::integer >= " + SchemaCheck.KNOWN);
            awaitReady(server, 503, "and this query service needs schema " + SchemaCheck.KNOWN);
            assertThat(server.get("/health/ready").body()).contains("start the stream processor of this version");
        }
    }

    private static void awaitReady(QueryServer server, int status, String text) {
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            var answer = server.get("/health/ready");
            assertThat(answer.body()).contains(text);
            assertThat(answer.statusCode()).isEqualTo(status);
        });
    }
}
