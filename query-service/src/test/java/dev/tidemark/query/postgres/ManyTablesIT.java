package dev.tidemark.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.query.fixture.MonitoredDatabase;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.store.Databases;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A database with more tables and indexes than are looked at. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyTablesIT {
    private static final String API = "/api/monitoring/postgres/";
    private static final int TABLES = TableReports.MOST + 5;

    private final MonitoredDatabase postgres = MonitoredDatabase.create("many_tables");
    private QueryServer server;

    @BeforeAll
    void start() throws SQLException {
        String url = postgres.url();
        postgres.execute("""
                DO $$ BEGIN
                    FOR i IN 1..%d LOOP
                        EXECUTE format('CREATE TABLE tide_%%s (height int PRIMARY KEY)', i);
                    END LOOP;
                END $$
                """.formatted(TABLES));
        server = QueryServer.settings()
                .postgres(Store.create().jdbcUrl())
                .monitored(url)
                .start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void tablesAndIndexes_areTheLargest_andTheChecksSayHowManyAreLeftOut() {
        for (String path : List.of("tables", "indexes")) {
            JsonNode answer = server.json(API + path);
            assertThat(answer.get("total").asLong()).as(path).isEqualTo(TABLES);
            assertThat(answer.get("rows")).as(path).hasSize(TableReports.MOST);
        }
        String bound = "; of %d %s, the %d largest are looked at";
        JsonNode checks = server.json(API + "checks").get("checks");
        for (String id : List.of("dead_rows", "missing_indexes")) {
            assertThat(text(checks, id)).endsWith(bound.formatted(TABLES, "tables", TableReports.MOST));
        }
        for (String id : List.of("duplicate_indexes", "invalid_indexes")) {
            assertThat(text(checks, id)).endsWith(bound.formatted(TABLES, "indexes", TableReports.MOST));
        }
    }

    private static String text(JsonNode checks, String id) {
        for (JsonNode check : checks) {
            if (check.get("id").asText().equals(id)) {
                return check.get("text").asText();
            }
        }
        throw new AssertionError(id + " is not in " + checks);
    }

    @Test
    void sizeOfTheDatabase_isNotReadWithTheCounters() throws SQLException {
        JsonNode status = server.json(API + "status");
        assertThat(status.get("db_size_mb").asDouble()).isPositive();
        postgres.execute("SELECT pg_stat_statements_reset()");
        for (int i = 0; i < 3; i++) {
            server.forgetAnswers();
            server.bean(PostgresReports.class).sample();
        }

        assertThat(calls("blks_hit")).as("the counters").isGreaterThanOrEqualTo(3);
        assertThat(calls("pg_database_size")).as("a walk through all files").isZero();
    }

    @Test
    void aQuestionThatTookTooLong_isNotAskedAgainAtOnce() {
        JdbcOperations monitored = server.bean(ApplicationContext.class)
                .getBean(JdbcOperations.class, Qualifiers.byName(Databases.MONITORED));
        Present<Boolean> present = server.bean(PresentReader.class)
                .read(
                        List.of("total"),
                        () -> monitored.execute(connection -> {
                            try (var statement = connection.createStatement()) {
                                return statement.execute("SET LOCAL statement_timeout = 50; SELECT pg_sleep(60)");
                            }
                        }));

        assertThat(present.figures()).isNull();
        assertThat(present.reason().fields()).containsExactly("total");
        assertThat(present.life()).as("a hundred times as long").isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    }

    private long calls(String part) throws SQLException {
        try (Connection connection = postgres.connect();
                var statement = connection.prepareStatement("""
                        SELECT coalesce(sum(calls), 0) FROM pg_stat_statements
                        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
                          AND position(? IN query) > 0 AND position('pg_stat_statements' IN query) = 0
                        """)) {
            statement.setString(1, part);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
