package dev.tidemark.query.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.fixture.MonitoredDatabase;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.store.Databases;
import dev.tidemark.query.store.DedicatedConnections;
import dev.tidemark.wire.event.SampleEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Single readings of a database whose statistics were counted until {@code track_counts} was turned off. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadingsIT {
    private static final String API = "/api/monitoring/postgres/";

    private final MonitoredDatabase postgres = MonitoredDatabase.create("readings");
    private final List<SampleEvent> published = new ArrayList<>();
    private QueryServer server;
    private CollectorSettings settings;
    private MonitoredQueries queries;

    @BeforeAll
    void start() throws SQLException {
        String url = postgres.url();
        postgres.execute("""
                CREATE TABLE quay AS SELECT n AS berth, n % 7 AS ship FROM generate_series(1, 20000) AS n;
                CREATE INDEX quay_berth ON quay (berth);
                CREATE INDEX quay_ship ON quay (ship);
                VACUUM ANALYZE quay
                """.split(";"));
        postgres.execute("SELECT sum(berth) FROM quay");
        // What a session counted is seen after its end.
        await().atMost(Duration.ofMinutes(1))
                .until(() -> postgres.number("SELECT pg_stat_get_numscans('quay'::regclass)") > 0
                        && postgres.number("SELECT pg_stat_get_live_tuples('quay'::regclass)") >= 20_000);
        postgres.execute("ALTER DATABASE " + postgres.name() + " SET track_counts = off");
        server = QueryServer.settings()
                .postgres(Store.create().jdbcUrl())
                .monitored(url)
                .start();
        ApplicationContext context = server.bean(ApplicationContext.class);
        settings = context.getBean(CollectorSettings.class);
        queries = new MonitoredQueries(
                context.getBean(DedicatedConnections.class, Qualifiers.byName(Databases.MONITORED)));
    }

    @AfterAll
    void stop() {
        queries.close();
        server.close();
    }

    @BeforeEach
    void forget() {
        published.clear();
    }

    @Test
    void withoutTrackCounts_whatDependsOnItIsUnknown_notZero() {
        for (PostgresQuestion question : List.of(
                PostgresQuestions.DATABASE,
                PostgresQuestions.TABLES,
                PostgresQuestions.INDEXES,
                PostgresQuestions.UNUSED_INDEXES,
                BloatQuestions.SEQUENTIAL_SCANS)) {
            QuestionTask task = new QuestionTask(question, settings, queries);
            task.run(samples());
            List<Unknown> unknown = task.run(samples());

            assertThat(unknown).as(question.name()).singleElement().satisfies(one -> {
                assertThat(one.reason()).isEqualTo("track_counts is off");
                assertThat(one.remedy()).contains("SET track_counts = on");
                assertThat(published).extracting(SampleEvent::metricName).doesNotContainAnyElementsOf(one.fields());
            });
        }
        // What is not counted is known.
        assertThat(published)
                .extracting(SampleEvent::metricName)
                .containsOnly(
                        "table_size_mb",
                        "table_indexes_size_mb",
                        "table_vacuum_age_seconds",
                        "table_analyze_age_seconds",
                        "table_wraparound_age_transactions",
                        "index_size_mb");
        for (String check : List.of("dead_rows", "missing_indexes", "unused_indexes")) {
            JsonNode answer = row(server.json(API + "checks").get("checks"), check);
            assertThat(answer.get("state").asText()).as(check).isEqualTo("unknown");
            assertThat(answer.at("/unknown/reason").asText()).as(check).isEqualTo("track_counts is off");
        }
        JsonNode status = server.json(API + "status");
        assertThat(status.get("cache_hit_ratio").isNull()).isTrue();
        assertThat(status.get("unknown").toString()).contains("track_counts is off");
        JsonNode tables = server.json(API + "tables");
        assertThat(tables.at("/rows/0/live_rows").isNull()).isTrue();
        assertThat(tables.at("/rows/0/table_size_mb").asDouble()).isPositive();
    }

    private static JsonNode row(JsonNode rows, String id) {
        for (JsonNode row : rows) {
            if (row.get("id").asText().equals(id)) {
                return row;
            }
        }
        throw new AssertionError(id + " is not in " + rows);
    }

    @Test
    void statementKinds_thatDidNotRun_areZero_withoutAMean() throws SQLException {
        StatementTask task = new StatementTask(settings, queries, new WatchedStatements(), Clock.systemUTC());
        task.run(samples());
        postgres.execute("UPDATE quay SET ship = 1 WHERE berth = 1", "SELECT count(*) FROM quay");
        task.run(samples());

        assertThat(one("statement_kind_calls_per_second", "kind", "update")).isPositive();
        assertThat(one("statement_kind_mean_ms", "kind", "update")).isPositive();
        assertThat(one("statement_kind_calls_per_second", "kind", "delete")).isZero();
        assertThat(one("statement_kind_time_percent", "kind", "delete")).isZero();
        assertThat(all("statement_kind_mean_ms")).noneMatch(labelled("kind", "delete"));
        assertThat(all("statement_kind_time_percent").stream()
                        .mapToDouble(SampleEvent::value)
                        .sum())
                .isCloseTo(100, within(0.1));
    }

    @Test
    void sessions_areMeansOfTheReadings_andWhatIsBeyondTheLimitIsAddedUp() throws Exception {
        long[] nanos = {0};
        SessionTask task = new SessionTask(settings, queries, () -> nanos[0]);
        List<Connection> crowd = new ArrayList<>();
        try (Connection night = postgres.connect()) {
            night.setClientInfo("ApplicationName", "night");
            night.setAutoCommit(false);
            night.createStatement().execute("SELECT 1");
            task.run(samples());
            for (int i = 0; i < SessionTask.PUBLISHED; i++) {
                Connection one = postgres.connect();
                one.setClientInfo("ApplicationName", "crowd-" + i);
                crowd.add(one);
            }
            task.run(samples());
            double sessions =
                    postgres.number("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                            + " AND application_name LIKE 'crowd-%'");
            assertThat(all("sessions_count")).as("before the interval is over").isEmpty();
            nanos[0] = settings.postgres().toNanos();
            task.run(samples());

            assertThat(sessions).isEqualTo(SessionTask.PUBLISHED);
            assertThat(one("sessions_count", "application", "night")).isEqualTo(1);
            assertThat(all("sessions_count").stream()
                            .filter(labelled("application", "night"))
                            .toList())
                    .singleElement()
                    .extracting(sample -> sample.metadata().get("state"))
                    .isEqualTo("idle in transaction");
            assertThat(all("sessions_count")).hasSize(SessionTask.PUBLISHED + 1);
            assertThat(all("sessions_count"))
                    .filteredOn(sample ->
                            String.valueOf(sample.metadata().get("application")).startsWith("crowd-"))
                    .as("in two of three readings")
                    .allSatisfy(sample -> assertThat(sample.value()).isCloseTo(2 / 3.0, within(0.01)));
            assertThat(one("sessions_count", "state", Samples.OTHER)).isPositive();
            assertThat(all("sessions_count").stream()
                            .mapToDouble(SampleEvent::value)
                            .sum())
                    .as("every session is counted once")
                    .isGreaterThanOrEqualTo(1 + 2.0 * SessionTask.PUBLISHED / 3 - 0.01);
        } finally {
            for (Connection one : crowd) {
                one.close();
            }
        }
    }

    @Test
    void sizesOfIndexes_areNearToThoseOnDisk() throws SQLException {
        new QuestionTask(PostgresQuestions.INDEXES, settings, queries).run(samples());
        for (String index : Set.of("quay_berth", "quay_ship")) {
            assertThat(one("index_size_mb", "index", index))
                    .isCloseTo(postgres.number("SELECT pg_relation_size('" + index + "') / 1048576.0"), within(0.02));
        }
        // Those that are never used are added up by the pages that were counted when they were built.
        List<Row> unused = queries.rows(PostgresQuestions.UNUSED_INDEXES
                .sql()
                .apply(queries.facts().version())
                .replace("HAVING current_setting('track_counts')::boolean", ""));
        assertThat(unused.getFirst().value("indexes_unused_count")).isEqualTo(2);
        assertThat(unused.getFirst().value("indexes_unused_mb"))
                .isCloseTo(
                        postgres.number(
                                "SELECT (pg_relation_size('quay_berth') + pg_relation_size('quay_ship')) / 1048576.0"),
                        within(0.02));
    }

    private Samples samples() {
        return new Samples(published::add, 1_000_000L * (published.size() + 1), "server");
    }

    private List<SampleEvent> all(String name) {
        return published.stream()
                .filter(sample -> sample.metricName().equals(name))
                .toList();
    }

    private double one(String name, String label, String value) {
        return all(name).stream()
                .filter(labelled(label, value))
                .mapToDouble(SampleEvent::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " of " + value + " is not in " + published));
    }

    private static Predicate<SampleEvent> labelled(String label, String value) {
        return sample -> value.equals(sample.metadata().get(label));
    }
}
