package dev.tidemark.processor.sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.embedded.Login;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.ServerAccess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema with the roles of {@code ./tidemark up}: the application's role owns the database and is no superuser. */
class ApplicationRoleIT {
    private static final ServerAccess ACCESS = ServerAccess.withPasswords("a", "b", "c");
    private static final String NOT_ALLOWED = "42501";

    @Test
    void schema_isMigratedByTheApplicationAndReadByTheReader(@TempDir Path folder) throws SQLException {
        var settings = dev.tidemark.embedded.PostgresSettings.fixed(
                        folder.resolve("data"), folder.resolve("postgres.log"), 0)
                .with(ACCESS);
        try (var server = new PostgresServer(settings)) {
            server.start();
            Login application = ACCESS.application();
            int applied = new Migrations(
                            PostgresSettings.of(server.jdbcUrl(), application.user(), application.password()))
                    .run(Duration.ofSeconds(30));
            assertThat(applied).isPositive();

            try (Connection owner = open(server, application);
                    Connection reader = open(server, ACCESS.reader());
                    var change = owner.createStatement();
                    var question = reader.createStatement()) {
                change.execute("CREATE TABLE tide (at date) PARTITION BY RANGE (at);"
                        + " CREATE TABLE tide_2026 PARTITION OF tide FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')");
                List<String> relations = relations(owner);
                assertThat(relations).hasSizeGreaterThan(15).contains("tide_2026", "metrics", "sink_offset");
                for (String relation : relations) {
                    question.execute("SELECT * FROM " + relation + " LIMIT 1");
                }
                assertThatThrownBy(() -> question.execute("DELETE FROM sink_offset"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo(NOT_ALLOWED));
                // The disk guard measures the database, and the page shows the statements.
                change.execute("SELECT pg_database_size(current_database())");
                question.execute("SELECT pg_database_size(current_database()), query FROM pg_stat_statements LIMIT 1");
            }
        }
    }

    private static List<String> relations(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT oid::regclass FROM pg_class"
                        + " WHERE relkind IN ('r', 'p', 'v') AND relowner = 'tidemark'::regrole")) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    private static Connection open(PostgresServer server, Login login) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), login.user(), login.password());
    }
}
