package dev.tidemark.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PostgresIT {
    private static final String STATUS = "/api/monitoring/postgres/status";

    @Test
    void status_ofAnotherDatabaseThanTheStore_isOfThatOne() throws SQLException {
        PostgresServer postgres = Backends.postgres();
        String url = postgres.createDatabase("monitored_elsewhere");
        try (QueryServer server = server(url)) {
            assertThat(server.json(STATUS).get("database").asText()).isEqualTo("monitored_elsewhere");
            assertThat(server.json("/api/monitoring/summary")
                            .at("/postgres/database")
                            .asText())
                    .isEqualTo("monitored_elsewhere");
        }
    }

    @Test
    void status_ofASlowStatement_countsIt() throws SQLException {
        PostgresServer postgres = Backends.postgres();
        String url = postgres.createDatabase("monitored_slow");
        try (Connection connection = postgres.connect("monitored_slow");
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_sleep(0.15)");
        }
        try (QueryServer server = server(url)) {
            JsonNode status = server.json(STATUS);

            assertThat(status.get("slow_queries_known").asBoolean()).isTrue();
            assertThat(status.get("slow_queries_count").asInt()).isEqualTo(1);
        }
    }

    @Test
    void status_withoutTheExtension_saysThatSlowStatementsAreUnknown() throws SQLException {
        PostgresServer postgres = Backends.postgres();
        String url = postgres.createDatabase("monitored_plain");
        try (Connection connection = postgres.connect("monitored_plain");
                var statement = connection.createStatement()) {
            statement.execute("DROP EXTENSION pg_stat_statements");
        }
        try (QueryServer server = server(url)) {
            JsonNode status = server.json(STATUS);

            assertThat(status.get("status").asText()).isEqualTo("up");
            assertThat(status.get("slow_queries_known").asBoolean()).isFalse();
            assertThat(status.get("slow_queries_count").asInt()).isZero();
        }
    }

    @Test
    void status_withAnExtensionOfAnOldVersion_saysThatSlowStatementsAreUnknown() throws SQLException {
        PostgresServer postgres = Backends.postgres();
        String url = postgres.createDatabase("monitored_old_extension");
        try (Connection connection = postgres.connect("monitored_old_extension");
                var statement = connection.createStatement()) {
            // The columns had other names then, and an upgrade of the server leaves the extension as it was.
            statement.execute("DROP EXTENSION pg_stat_statements; CREATE EXTENSION pg_stat_statements VERSION '1.7'");
        }
        try (QueryServer server = server(url)) {
            JsonNode status = server.json(STATUS);

            assertThat(status.get("status").asText()).isEqualTo("up");
            assertThat(status.get("database").asText()).isEqualTo("monitored_old_extension");
            assertThat(status.get("slow_queries_known").asBoolean()).isFalse();
        }
    }

    @Test
    void status_withAnExtensionThatMayNotBeRead_saysThatSlowStatementsAreUnknown() throws SQLException {
        PostgresServer postgres = Backends.postgres();
        String url = postgres.createDatabase("monitored_hidden_extension");
        try (Connection connection = postgres.connect("monitored_hidden_extension");
                var statement = connection.createStatement()) {
            statement.execute("DROP EXTENSION pg_stat_statements; CREATE SCHEMA IF NOT EXISTS hidden;"
                    + " CREATE EXTENSION pg_stat_statements SCHEMA hidden; DROP ROLE IF EXISTS watcher;"
                    + " CREATE ROLE watcher LOGIN PASSWORD 'watcher'");
        }
        try (QueryServer server = QueryServer.settings()
                .with("tidemark.monitored.postgres.url", url)
                .with("tidemark.monitored.postgres.user", "watcher")
                .with("tidemark.monitored.postgres.password", "watcher")
                .start()) {
            JsonNode status = server.json(STATUS);

            assertThat(status.get("status").asText()).isEqualTo("up");
            assertThat(status.get("slow_queries_known").asBoolean()).isFalse();
        }
    }

    @Test
    void status_whileSomeoneWaitsForALock_namesTheHolder() throws Exception {
        PostgresServer postgres = Backends.postgres();
        String url = postgres.createDatabase("monitored_lock");
        try (QueryServer server = server(url);
                Connection holder = postgres.connect("monitored_lock");
                Connection waiter = postgres.connect("monitored_lock")) {
            int pid;
            try (var statement = holder.createStatement();
                    var row = statement.executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                pid = row.getInt(1);
            }
            try (var statement = holder.createStatement()) {
                statement.execute("CREATE TABLE tide (height int)");
            }
            holder.setAutoCommit(false);
            try (var statement = holder.createStatement()) {
                statement.execute("LOCK TABLE tide");
            }
            Thread waiting = Thread.ofVirtual().start(() -> {
                try (var statement = waiter.createStatement()) {
                    statement.execute("SELECT count(*) FROM tide");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> server.json(STATUS).get("lock_waits").asInt() == 1);
            assertThat(server.json(STATUS).get("lock_holder_pid").asInt()).isEqualTo(pid);
            assertThat(server.json("/api/monitoring/summary")
                            .at("/verdict/conditions")
                            .findValuesAsText("text"))
                    .contains("PostgreSQL: 1 client waits for a lock held by pid " + pid);

            holder.rollback();
            waiting.join();
        }
    }

    @Test
    void status_leavesNoConnectionIdleInATransaction() throws SQLException {
        Store store = Store.create();
        try (QueryServer server =
                QueryServer.settings().postgres(store.jdbcUrl()).start()) {
            server.json("/api/monitoring/summary");

            await().atMost(Duration.ofSeconds(5)).until(() -> store.number("""
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND state = 'idle in transaction'
                    """) == 0);
            assertThat(store.number("""
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND application_name = 'tidemark-query'
                    """)).isBetween(2.0, 8.0);
        }
    }

    private static QueryServer server(String monitored) {
        PostgresServer postgres = Backends.postgres();
        return QueryServer.settings()
                .postgres(Store.create().jdbcUrl())
                .with("tidemark.monitored.postgres.url", monitored)
                .with("tidemark.monitored.postgres.user", postgres.user())
                .with("tidemark.monitored.postgres.password", postgres.password())
                .start();
    }
}
