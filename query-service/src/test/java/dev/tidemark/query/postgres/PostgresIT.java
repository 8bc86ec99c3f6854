package dev.tidemark.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class PostgresIT {
    private static final String STATUS = "/api/monitoring/postgres/status";
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34Z");

    @Test
    void status_whenTheMonitoredDatabaseIsNotTheStore_describesTheMonitoredOne() throws SQLException {
        PostgresServer postgres = Backends.monitoredPostgres();
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
    void status_ofAUrlWithoutAUser_isUnknownAndNothingIsSentThere() throws Exception {
        try (ServerSocket foreign = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String url = "jdbc:postgresql://127.0.0.1:" + foreign.getLocalPort() + "/shop";
            foreign.setSoTimeout(2_000);
            QueryServer.Settings urlAlone = QueryServer.settings()
                    .postgres(Store.create().jdbcUrl())
                    .with("tidemark.monitored.postgres.url", url);
            try (QueryServer server = urlAlone.start()) {
                JsonNode status = server.json(STATUS);

                assertThat(status.get("status").asText()).isEqualTo("unknown");
                assertThat(status.get("connections_total").isNull()).isTrue();
                assertThat(status.at("/unknown/0/fields").toString()).contains("connections_total", "db_size_mb");
                assertThat(status.at("/unknown/0/reason").asText()).contains("no user is set for it");
                assertThat(status.at("/unknown/0/remedy").asText())
                        .isEqualTo("set TIDEMARK_MONITORED_POSTGRES_USER and TIDEMARK_MONITORED_POSTGRES_PASSWORD");
                assertThat(server.json("/health/detailed")
                                .at("/dependencies/monitored_postgres/detail")
                                .asText())
                        .contains("no user is set for it", "TIDEMARK_MONITORED_POSTGRES_USER");
                var card = Jsoup.parse(server.get("/ui/monitoring/advanced").body())
                        .select("#card-postgres");
                assertThat(card.attr("data-state")).isEqualTo("unknown");
                assertThat(card.text()).contains("TIDEMARK_MONITORED_POSTGRES_USER");
                assertThatThrownBy(foreign::accept)
                        .as("a connection to the other server")
                        .isInstanceOf(SocketTimeoutException.class);
            }
            // The control: with a user there is a connection, which does not name Tidemark's.
            foreign.setSoTimeout(10_000);
            try (QueryServer server = urlAlone.with(
                                    "tidemark.monitored.postgres.url", url + "?user=watcher&sslmode=disable")
                            .start();
                    Socket connection = foreign.accept()) {
                assertThat(server.get("/health").statusCode()).isEqualTo(200);
                byte[] startup = connection.getInputStream().readNBytes(32);
                assertThat(new String(startup, StandardCharsets.US_ASCII))
                        .contains("watcher")
                        .doesNotContain("tidemark");
            }
        }
    }

    @Test
    void status_ofASlowStatement_countsItOnlyIfItRanInThePeriod() throws SQLException {
        PostgresServer postgres = Backends.monitoredPostgres();
        String url = postgres.createDatabase("monitored_slow");
        try (Connection connection = postgres.connect("monitored_slow");
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_sleep(0.15)");
            TestClock clock = new TestClock(NOW);
            try (QueryServer server = settings(url).clock(clock).start()) {
                JsonNode first = server.json(STATUS);
                assertThat(first.get("slow_queries_known").asBoolean()).isTrue();
                assertThat(first.get("slow_queries_count").isNull()).isTrue();
                assertThat(first.get("cache_hit_ratio").isNull()).isTrue();

                clock.advance(Duration.ofMinutes(5));
                JsonNode idle = known(server);
                assertThat(idle.get("slow_queries_count").asInt()).isZero();
                assertThat(idle.get("cache_hit_ratio").asDouble()).isBetween(1.0, 100.0);

                statement.execute("SELECT pg_sleep(0.15), 1");
                clock.advance(Duration.ofMinutes(5));
                await().atMost(Duration.ofMinutes(3))
                        .until(() ->
                                server.json(STATUS).get("slow_queries_count").asInt() == 1);
                assertThat(server.json(STATUS).get("counted_from").asText()).isEqualTo(NOW.toString());

                // Two hours later, the statement is outside of the last hour.
                clock.advance(Duration.ofHours(1));
                server.bean(PostgresReports.class).sample();
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> server.json(STATUS)
                                .get("counted_to")
                                .asText()
                                .equals(clock.instant().toString()));
                clock.advance(Duration.ofHours(1));
                await().atMost(Duration.ofMinutes(3))
                        .until(() ->
                                server.json(STATUS).get("slow_queries_count").asInt() == 0);
            }
        }
    }

    @Test
    void status_whenTheRoleSeesOnlyItsOwnSessions_isUnknownAndSuggestsTheGrant() throws Exception {
        PostgresServer postgres = Backends.monitoredPostgres();
        String url = postgres.createDatabase("monitored_by_anyone");
        role(postgres, "monitored_by_anyone", "Case_Ro");
        try (Connection holder = postgres.connect("monitored_by_anyone");
                Connection waiter = postgres.connect("monitored_by_anyone");
                QueryServer server = watchedBy("Case_Ro", url)) {
            holder.createStatement().execute("CREATE TABLE tide (height int)");
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE tide");
            Thread waiting = Thread.ofVirtual().start(() -> {
                try (var statement = waiter.createStatement()) {
                    statement.execute("SELECT count(*) FROM tide");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });

            await().atMost(Duration.ofMinutes(3))
                    .until(() -> server.json(STATUS).get("lock_waits").asInt() == 1);
            JsonNode status = server.json(STATUS);

            assertThat(status.get("lock_holder_pid").isInt()).isTrue();
            assertThat(status.get("connections_total").asInt()).isGreaterThanOrEqualTo(3);
            assertThat(status.get("connections_active").isNull()).isTrue();
            assertThat(status.get("connections_idle").isNull()).isTrue();
            assertThat(status.get("longest_transaction_seconds").isNull()).isTrue();
            assertThat(status.at("/unknown/0/fields").toString()).contains("connections_active");
            assertThat(status.at("/unknown/0/remedy").asText()).isEqualTo("run GRANT pg_monitor TO \"Case_Ro\"");
            // Statements are hidden too.
            assertThat(status.get("slow_queries_known").asBoolean()).isFalse();
            var page = Jsoup.parse(server.get("/ui/monitoring/advanced").body());
            assertThat(page.select("#card-postgres").attr("data-state")).isEqualTo("unknown");
            assertThat(page.select("#card-postgres").text()).contains("GRANT pg_monitor TO \"Case_Ro\"");

            holder.createStatement().execute("GRANT pg_monitor TO \"Case_Ro\"");
            holder.commit();
            waiting.join();
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> server.json(STATUS).get("unknown").isEmpty());
            assertThat(server.json(STATUS).get("connections_active").asInt()).isPositive();
            holder.createStatement().execute("REVOKE pg_monitor FROM \"Case_Ro\"");
            holder.commit();
        }
    }

    @Test
    void connectionsTotal_whenTheRoleSeesOnlyItsOwnSessions_includesAllSessions() throws Exception {
        PostgresServer postgres = Backends.monitoredPostgres();
        String url = postgres.createDatabase("monitored_crowd");
        role(postgres, "monitored_crowd", "case_ro");
        List<Connection> crowd = new ArrayList<>();
        try (QueryServer blind = watchedBy("case_ro", url);
                QueryServer all = server(url)) {
            for (int i = 0; i < 12; i++) {
                crowd.add(postgres.connect("monitored_crowd"));
            }
            await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
                int seen = all.json(STATUS).get("connections_total").asInt();
                assertThat(seen).isGreaterThanOrEqualTo(12);
                assertThat(blind.json(STATUS).get("connections_total").asInt()).isEqualTo(seen);
            });
        } finally {
            for (Connection connection : crowd) {
                connection.close();
            }
        }
    }

    @Test
    void status_whenTrackActivitiesIsOff_isUnknownAndSuggestsTheRemedy() throws SQLException {
        PostgresServer postgres = Backends.monitoredPostgres();
        String url = postgres.createDatabase("monitored_untracked");
        try (Connection connection = postgres.connect("monitored_untracked");
                var statement = connection.createStatement()) {
            statement.execute("SET track_activities = off");
            // A session reports its new state with its next statement.
            statement.execute("SELECT 1");
            try (QueryServer server = server(url)) {
                JsonNode status = server.json(STATUS);

                assertThat(status.get("connections_active").isNull()).isTrue();
                assertThat(status.get("connections_total").asInt()).isPositive();
                assertThat(status.at("/unknown/0/reason").asText()).contains("track_activities is off");
            }
        }
    }

    @Test
    void status_withoutTheExtension_reportsSlowStatementsAsUnknown() throws SQLException {
        PostgresServer postgres = Backends.monitoredPostgres();
        String url = postgres.createDatabase("monitored_plain");
        try (Connection connection = postgres.connect("monitored_plain");
                var statement = connection.createStatement()) {
            statement.execute("DROP EXTENSION pg_stat_statements");
        }
        try (QueryServer server = server(url)) {
            JsonNode status = server.json(STATUS);

            assertThat(status.get("status").asText()).isEqualTo("up");
            assertThat(status.get("slow_queries_known").asBoolean()).isFalse();
            assertThat(status.get("slow_queries_count").isNull()).isTrue();
            assertThat(status.at("/unknown/0/remedy").asText()).isEqualTo("run CREATE EXTENSION pg_stat_statements");
            assertThat(Jsoup.parse(server.get("/ui/monitoring/advanced").body())
                            .select("#card-postgres")
                            .text())
                    .contains("run CREATE EXTENSION pg_stat_statements");
        }
    }

    @Test
    void status_withAnOutdatedExtension_reportsSlowStatementsAsUnknown() throws SQLException {
        PostgresServer postgres = Backends.monitoredPostgres();
        String url = postgres.createDatabase("monitored_old_extension");
        try (Connection connection = postgres.connect("monitored_old_extension");
                var statement = connection.createStatement()) {
            // Version 1.7 has different column names, and upgrading the server does not update the extension.
            statement.execute("DROP EXTENSION pg_stat_statements; CREATE EXTENSION pg_stat_statements VERSION '1.7'");
        }
        try (QueryServer server = server(url)) {
            JsonNode status = server.json(STATUS);

            assertThat(status.get("status").asText()).isEqualTo("up");
            assertThat(status.get("database").asText()).isEqualTo("monitored_old_extension");
            assertThat(status.at("/unknown/0/remedy").asText())
                    .isEqualTo("run ALTER EXTENSION pg_stat_statements UPDATE");
            assertThat(status.get("slow_queries_known").asBoolean()).isFalse();
        }
    }

    @Test
    void status_withoutPrivilegesOnTheExtension_reportsSlowStatementsAsUnknown() throws SQLException {
        PostgresServer postgres = Backends.monitoredPostgres();
        String url = postgres.createDatabase("monitored_hidden_extension");
        try (Connection connection = postgres.connect("monitored_hidden_extension");
                var statement = connection.createStatement()) {
            statement.execute("DROP EXTENSION pg_stat_statements; CREATE SCHEMA IF NOT EXISTS hidden;"
                    + " CREATE EXTENSION pg_stat_statements SCHEMA hidden; DROP ROLE IF EXISTS watcher;"
                    + " CREATE ROLE watcher LOGIN PASSWORD 'ro'");
        }
        try (QueryServer server = watchedBy("watcher", url)) {
            JsonNode status = server.json(STATUS);

            assertThat(status.get("status").asText()).isEqualTo("up");
            assertThat(status.get("slow_queries_known").asBoolean()).isFalse();
        }
    }

    @Test
    void status_whenAClientWaitsForALock_namesTheHolder() throws Exception {
        PostgresServer postgres = Backends.monitoredPostgres();
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

            await().atMost(Duration.ofMinutes(3))
                    .until(() -> server.json(STATUS).get("lock_waits").asInt() == 1);
            assertThat(server.json(STATUS).get("lock_holder_pid").asInt()).isEqualTo(pid);
            assertThat(server.json("/api/monitoring/summary")
                            .at("/verdict/conditions")
                            .findValuesAsText("text"))
                    .contains("PostgreSQL: 1 client is waiting for a lock held by pid " + pid);

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

            await().atMost(Duration.ofMinutes(3)).until(() -> store.number("""
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND state = 'idle in transaction'
                    """) == 0);
            assertThat(store.number("""
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND application_name = 'tidemark-query'
                    """)).isBetween(2.0, 8.0);
        }
    }

    private static JsonNode known(QueryServer server) {
        return await().atMost(Duration.ofMinutes(3))
                .until(
                        () -> server.json(STATUS),
                        status -> !status.get("counted_from").isNull());
    }

    private static void role(PostgresServer postgres, String database, String name) throws SQLException {
        try (Connection connection = postgres.connect(database);
                var statement = connection.createStatement()) {
            statement.execute("DROP ROLE IF EXISTS \"%s\"".formatted(name));
            statement.execute("CREATE ROLE \"%s\" LOGIN PASSWORD 'ro'".formatted(name));
        }
    }

    private static QueryServer watchedBy(String role, String monitored) {
        return settings(monitored)
                .with("tidemark.monitored.postgres.user", role)
                .with("tidemark.monitored.postgres.password", "ro")
                .start();
    }

    private static QueryServer server(String monitored) {
        return settings(monitored).start();
    }

    private static QueryServer.Settings settings(String monitored) {
        PostgresServer postgres = Backends.monitoredPostgres();
        return QueryServer.settings().postgres(Store.create().jdbcUrl()).monitored(monitored);
    }
}
