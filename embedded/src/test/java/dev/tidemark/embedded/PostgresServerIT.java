package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

    @Test
    void kill_thenStart_keepsTheRows(@TempDir Path folder) throws SQLException {
        var settings = PostgresSettings.fixed(folder.resolve("data"), folder.resolve("postgres.log"), 0);
        try (var server = new PostgresServer(settings)) {
            server.start();
            execute(server, "CREATE TABLE tide (height int)");
            execute(server, "INSERT INTO tide VALUES (42)");
            long pid = server.pid();

            server.kill();
            assertThat(ProcessHandle.of(pid)).isEmpty();
            server.start();

            assertThat(number(server, "SELECT height FROM tide")).isEqualTo(42);
        }
    }

    @Test
    @DisabledIfEnvironmentVariable(
            named = BackendSource.VARIABLE,
            matches = "containers",
            disabledReason = "it watches the server's process, and a container's may be on another kernel")
    void stop_inEitherMode_leavesNoProcessAndKeepsTheRows() throws SQLException {
        try (var server = new PostgresServer(PostgresSettings.temporary())) {
            server.start();
            execute(server, "CREATE TABLE tide AS SELECT 7 AS height");
            for (PostgresServer.StopMode mode : PostgresServer.StopMode.values()) {
                ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
                var family = process.descendants().toList();

                server.stop(mode);

                assertThat(process.isAlive()).isFalse();
                assertThat(family).isNotEmpty().noneMatch(ProcessHandle::isAlive);
                server.start();
                assertThat(number(server, "SELECT height FROM tide")).isEqualTo(7);
            }
        }
    }

    @Test
    void start_whenAnotherProcessHasThePidOfTheKilledServer_recovers(@TempDir Path folder) throws Exception {
        var settings = PostgresSettings.fixed(folder.resolve("data"), folder.resolve("postgres.log"), 0);
        try (var server = new PostgresServer(settings)) {
            server.start();
            server.kill();
            Path postmaster = folder.resolve("data/postmaster.pid");
            List<String> lines = new ArrayList<>(Files.readAllLines(postmaster));
            Process other = new ProcessBuilder("sleep", "600").start();
            try {
                lines.set(0, Long.toString(other.pid()));
                Files.write(postmaster, lines);

                server.start();

                assertThat(number(server, "SELECT 1")).isEqualTo(1);
                assertThat(other.isAlive()).isTrue();
            } finally {
                other.destroyForcibly();
            }
        }
    }

    @Test
    void start_withTheFolderOfARunningServer_isRefused(@TempDir Path folder) {
        var settings = PostgresSettings.fixed(folder.resolve("data"), folder.resolve("postgres.log"), 0);
        try (var first = new PostgresServer(settings);
                var second = new PostgresServer(settings)) {
            first.start();

            assertThatThrownBy(second::start)
                    .isInstanceOf(BackendException.class)
                    .hasMessage("a PostgreSQL with pid " + first.pid() + " is already using " + folder.resolve("data")
                            + "; stop it first");
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void start_withAnInvalidParameter_failsWithTheEndOfTheLog() {
        try (var server = new PostgresServer(PostgresSettings.temporary().with("max_connections", "many"))) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("postgres on port " + server.port() + " ended with 1")
                    .hasMessageContaining("invalid value for parameter \"max_connections\": \"many\"");
        }
    }

    @Test
    @DisabledIfEnvironmentVariable(
            named = BackendSource.VARIABLE,
            matches = "containers",
            disabledReason =
                    "inside its container the server listens on every address; Docker publishes it on loopback")
    void start_preloadsPgStatStatementsAndListensOnLoopback() throws SQLException {
        PostgresServer server = Backends.postgres();

        assertThat(number(server, "SELECT count(*) FROM pg_stat_statements")).isPositive();
        assertThat(number(
                        server,
                        "SELECT count(*) FROM pg_settings WHERE name = 'listen_addresses' AND setting = '127.0.0.1'"))
                .isEqualTo(1);
    }

    @Test
    void createDatabase_twice_isTheSameDatabase() throws SQLException {
        PostgresServer server = Backends.postgres();

        assertThat(server.createDatabase("it_twice")).isEqualTo(server.createDatabase("it_twice"));
        try (var connection = server.connect("it_twice")) {
            assertThat(connection.getCatalog()).isEqualTo("it_twice");
        }
    }

    @Test
    void copyDatabase_copiesTheRowsAndIsIndependent() throws SQLException {
        PostgresServer server = Backends.postgres();
        server.createDatabase("it_original");
        execute(server, "it_original", "CREATE TABLE tide AS SELECT 7 AS height");

        server.copyDatabase("it_original", "it_copy");
        execute(server, "it_copy", "UPDATE tide SET height = 8");

        assertThat(number(server, "it_original", "SELECT height FROM tide")).isEqualTo(7);
        assertThat(number(server, "it_copy", "SELECT height FROM tide")).isEqualTo(8);
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        execute(server, PostgresServer.USER, sql);
    }

    private static void execute(PostgresServer server, String database, String sql) throws SQLException {
        try (var connection = server.connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(PostgresServer server, String sql) throws SQLException {
        return number(server, PostgresServer.USER, sql);
    }

    private static long number(PostgresServer server, String database, String sql) throws SQLException {
        try (var connection = server.connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }
}
