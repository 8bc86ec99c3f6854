package dev.tidemark.query.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.embedded.BackendSource;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.PostgresSettings;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.store.Databases;
import dev.tidemark.query.store.DedicatedConnections;
import dev.tidemark.wire.event.SampleEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** A primary and its hot standby, which begins as a copy of its data folder. */
@DisabledIfEnvironmentVariable(
        named = BackendSource.VARIABLE,
        matches = "containers",
        disabledReason = "it copies the data folder of a server")
class StandbyIT {
    private static final String API = "/api/monitoring/postgres/";
    private static final String DATABASE = "pair";

    @Test
    void lag_ofAnIdlePair_isZero_andThatOfAPausedStandbyIsTheAgeOfWhatItReplayed(@TempDir Path folder)
            throws Exception {
        try (PostgresServer primary = new PostgresServer(settings(folder, "primary"))) {
            primary.start();
            primary.createDatabase(DATABASE);
            primary.stop();
            copy(folder.resolve("primary"), folder.resolve("standby"));
            Files.createFile(folder.resolve("standby/standby.signal"));
            primary.start();
            String address = "host=127.0.0.1 port=%d user=%s password=%s application_name=reader"
                    .formatted(primary.port(), primary.user(), primary.password());
            try (PostgresServer standby = new PostgresServer(settings(folder, "standby")
                    .with("primary_conninfo", address)
                    .with("wal_receiver_status_interval", "1s"))) {
                standby.start();
                execute(primary, "CREATE TABLE tide (height int)");
                // After some idle seconds, there is no lag that PostgreSQL measured.
                await("an idle replica").atMost(Duration.ofMinutes(3)).until(() -> number(primary, """
                                SELECT count(*) FROM pg_stat_replication
                                WHERE state = 'streaming' AND replay_lag IS NULL AND replay_lsn = pg_current_wal_lsn()
                                """) == 1);
                try (QueryServer ofPrimary = watching(primary);
                        QueryServer ofStandby = watching(standby)) {
                    idle(ofPrimary, ofStandby);
                    execute(standby, "SELECT pg_wal_replay_pause()");
                    execute(primary, "INSERT INTO tide VALUES (1)");
                    paused(ofPrimary, ofStandby, standby);
                }
            }
        }
    }

    private static void idle(QueryServer ofPrimary, QueryServer ofStandby) {
        JsonNode replica = ofPrimary.fresh(API + "status").at("/replicas/0");
        assertThat(replica.get("name").asText()).isEqualTo("reader");
        assertThat(replica.get("lag_seconds").isNumber()).isTrue();
        // Now and then, the server writes something by itself, whose lag is measured.
        assertThat(replica.get("lag_seconds").asDouble()).isBetween(0.0, 1.0);
        assertThat(sample(ofPrimary, PostgresQuestions.REPLICATION, "replication_lag_seconds"))
                .isBetween(0.0, 1.0);
        assertThat(ofStandby.fresh(API + "status").get("standby_delay_seconds").asDouble())
                .isZero();
        assertThat(sample(ofStandby, PostgresQuestions.STANDBY, "standby_delay_seconds"))
                .isZero();
        assertThat(check(ofPrimary).get("value").asDouble()).isBetween(0.0, 1.0);
        assertThat(check(ofStandby).get("value").asDouble()).isZero();
    }

    private static void paused(QueryServer ofPrimary, QueryServer ofStandby, PostgresServer standby)
            throws SQLException {
        await("a record that is not replayed")
                .atMost(Duration.ofMinutes(3))
                .until(() ->
                        number(standby, "SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())")
                                > 0);
        double age = number(standby, "SELECT extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())");
        assertThat(age).isPositive();
        assertThat(sample(ofStandby, PostgresQuestions.STANDBY, "standby_delay_seconds"))
                .isCloseTo(age, within(5.0))
                .isGreaterThanOrEqualTo(age);
        assertThat(ofStandby.fresh(API + "status").get("standby_delay_seconds").asDouble())
                .isGreaterThanOrEqualTo(Math.floor(age));
        assertThat(check(ofStandby).get("value").asDouble()).isPositive();
        await("the primary knows")
                .atMost(Duration.ofMinutes(3))
                .until(() ->
                        ofPrimary.fresh(API + "status").at("/replicas/0/lag_mb").asDouble() > 0
                                || sample(ofPrimary, PostgresQuestions.REPLICATION, "replication_lag_mb") > 0);
    }

    private static PostgresSettings settings(Path folder, String name) {
        return PostgresSettings.monitored()
                .in(folder.resolve(name), folder.resolve(name + ".log"))
                .with("fsync", "off");
    }

    private static QueryServer watching(PostgresServer postgres) {
        return QueryServer.settings()
                .postgres(Store.create().jdbcUrl())
                .monitored(postgres.jdbcUrl(DATABASE))
                .start();
    }

    private static double sample(QueryServer server, PostgresQuestion question, String name) {
        ApplicationContext context = server.bean(ApplicationContext.class);
        List<SampleEvent> published = new ArrayList<>();
        try (MonitoredQueries queries = new MonitoredQueries(
                context.getBean(DedicatedConnections.class, Qualifiers.byName(Databases.MONITORED)))) {
            new QuestionTask(question, context.getBean(CollectorSettings.class), queries)
                    .run(new Samples(published::add, 1, "server"));
        }
        return published.stream()
                .filter(sample -> sample.metricName().equals(name))
                .mapToDouble(SampleEvent::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + published));
    }

    private static JsonNode check(QueryServer server) {
        for (JsonNode check : server.fresh(API + "checks").get("checks")) {
            if (check.get("id").asText().equals("replication_lag")) {
                return check;
            }
        }
        throw new AssertionError("no check of the replication lag");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect(DATABASE);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static double number(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect(DATABASE);
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getDouble(1);
        }
    }
}
