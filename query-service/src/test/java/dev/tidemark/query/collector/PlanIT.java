package dev.tidemark.query.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.query.explain.PlanDocuments;
import dev.tidemark.query.explain.PlanNode;
import dev.tidemark.query.explain.PlanReader;
import dev.tidemark.query.explain.PlanShape;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.statement.StatementName;
import dev.tidemark.query.store.DatabaseStatementException;
import dev.tidemark.query.store.Databases;
import dev.tidemark.query.store.DedicatedConnections;
import dev.tidemark.wire.event.SampleEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Plans of a real PostgreSQL, from the reading of its statements to the answer of the API. The readings are made one by one instead of waiting for them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanIT {
    private static final String DATABASE = "planned";
    private static final String LOOKUP = "SELECT count(note) FROM sale WHERE customer = 7";
    private static final int ROWS = 100_000;

    private final PostgresServer postgres = Backends.monitoredPostgres();
    private final Store store = Store.create();
    private final List<SampleEvent> published = new ArrayList<>();
    private QueryServer server;
    private Connection application;
    private Instant now = Instant.now().minus(Duration.ofMinutes(30));

    @BeforeAll
    void start() throws SQLException {
        String url = postgres.createDatabase(DATABASE);
        application = postgres.connect(DATABASE);
        execute("CREATE TABLE sale (id int PRIMARY KEY, customer int, note text, revision int NOT NULL DEFAULT 0)");
        execute("INSERT INTO sale SELECT n, n % 1000, repeat('x', 20) FROM generate_series(1, " + ROWS + ") AS n");
        execute("DROP ROLE IF EXISTS planner; CREATE ROLE planner LOGIN PASSWORD 'planner'");
        execute("GRANT pg_monitor, pg_read_all_data TO planner");
        execute("CREATE INDEX sale_customer ON sale (customer); ANALYZE sale");
        server = QueryServer.settings()
                .postgres(store.jdbcUrl())
                .with("tidemark.monitored.postgres.url", url)
                .with("tidemark.monitored.postgres.user", "planner")
                .with("tidemark.monitored.postgres.password", "planner")
                .with("tidemark.collector.plans-interval", "1h")
                .start();
    }

    @AfterAll
    void stop() throws SQLException {
        server.close();
        execute("DROP OWNED BY planner; DROP ROLE planner");
        application.close();
    }

    /** The tasks of one collector. */
    private final class Readings implements AutoCloseable {
        private final String address;
        private final MonitoredQueries queries;
        private final StatementTask statements;
        private final PlanTask plans;

        Readings(QueryServer of) {
            ApplicationContext context = of.bean(ApplicationContext.class);
            CollectorSettings settings = context.getBean(CollectorSettings.class);
            WatchedStatements watched = new WatchedStatements();
            DedicatedConnections monitored =
                    context.getBean(DedicatedConnections.class, Qualifiers.byName(Databases.MONITORED));
            address = monitored.address();
            queries = new MonitoredQueries(monitored);
            statements = new StatementTask(settings, queries, watched, Clock.systemUTC());
            plans = new PlanTask(
                    settings,
                    queries,
                    watched,
                    context.getBean(PlanReader.class),
                    context.getBean(PlanDocuments.class));
            statements.run(samples());
        }

        /** Runs a statement some times, and reads what it did. */
        List<Unknown> read(String... work) throws SQLException {
            for (String sql : work) {
                for (int i = 0; i < 2 * WatchedStatement.LEAST_CALLS; i++) {
                    execute(sql);
                }
            }
            statements.run(samples());
            return explain();
        }

        /** Explains all that is due: the statements of other tests, too. */
        List<Unknown> explain() {
            List<Unknown> unknown;
            int before;
            do {
                before = published.size();
                unknown = plans.run(samples());
            } while (published.size() > before);
            return unknown;
        }

        private Samples samples() {
            now = now.plusSeconds(1);
            return new Samples(published::add, now.toEpochMilli() * 1000, address);
        }

        List<Unknown> ask(PostgresQuestion question) {
            return new QuestionTask(
                            question, server.bean(ApplicationContext.class).getBean(CollectorSettings.class), queries)
                    .run(samples());
        }

        @Override
        public void close() {
            queries.close();
        }
    }

    @Test
    void aStatementThatLosesItsIndex_hasAnotherPlan_storedOnce_withTheIndexAsAdvice() throws Exception {
        try (Readings readings = new Readings(server)) {
            for (int i = 0; i <= WatchedStatement.LEARNED; i++) {
                readings.read(LOOKUP);
            }
            String id = id("SELECT count(note) FROM sale%");
            assertThat(samples("plan_cost", id))
                    .as("it is not slow, and looked at once")
                    .hasSize(1);
            execute("DROP INDEX sale_customer");
            Instant dropped = now;
            for (int i = 0; i < 3; i++) {
                readings.read(LOOKUP);
            }

            assertThat(samples("plan_cost", id)).as("it got slow once").hasSize(2);
            assertThat(samples("plan_parts", id)).as("each plan is stored once").hasSize(2);
            assertThat(samples("plan_parts", id).getLast().metadata().get("text"))
                    .contains("\"public.sale_customer\"");
            assertThat(samples("plan_cost", id))
                    .allSatisfy(look -> assertThat(look.metadata().get("statement"))
                            .as("the name of the text that a filter reports")
                            .isEqualTo(StatementName.ofOperation("SELECT count(note) FROM sale WHERE customer = ?")));
            List<SampleEvent> blocks = samples("statement_blocks_per_call", id);
            assertThat(blocks.getFirst().value()).isBetween(1.0, 120.0);
            assertThat(blocks.getLast().value())
                    .as("the whole table")
                    .isCloseTo(number("SELECT pg_relation_size('sale') / 8192"), within(5.0));
            assertThat(blocks.getLast().metadata())
                    .containsEntry(
                            "statement", StatementName.ofOperation("SELECT count(note) FROM sale WHERE customer = ?"));
            storeSamples(id);
            JsonNode answer = server.json("/api/monitoring/postgres/plans?period=1h&queryid=" + id);
            assertThat(answer.at("/unknown")).isEmpty();
            JsonNode statement = answer.at("/statements/0");
            assertThat(statement.at("/queryid").asText()).isEqualTo(id);
            assertThat(statement.at("/changes")).hasSize(1);
            assertThat(Instant.parse(statement.at("/changes/0/at").asText())).isAfter(dropped);
            assertThat(Instant.parse(statement.at("/changes/0/since").asText())).isBefore(dropped);
            assertThat(statement.at("/plans")).hasSize(2);
            JsonNode slow = statement.at("/plans/0");
            JsonNode fast = statement.at("/plans/1");
            assertThat(statement.at("/changes/0/before").asText())
                    .isEqualTo(fast.at("/plan").asText());
            assertThat(statement.at("/changes/0/after").asText())
                    .isEqualTo(slow.at("/plan").asText());
            assertThat(fast.at("/text").asText()).contains("sale_customer").doesNotContain("Seq Scan");
            assertThat(slow.at("/text").asText()).contains("Seq Scan on public.sale", "(sale.customer = $1)");
            assertThat(fast.at("/advice")).isEmpty();
            assertThat(slow.at("/advice")).hasSize(1);
            assertThat(slow.at("/advice/0/statement").asText())
                    .isEqualTo("CREATE INDEX CONCURRENTLY ON public.sale (customer)");
            assertThat(slow.at("/advice/0/checked").asBoolean()).isFalse();
            assertThat(slow.at("/advice/0/note").asText()).contains("install the extension hypopg");
            assertThat(slow.at("/cost").asDouble())
                    .isGreaterThan(fast.at("/cost").asDouble());
            execute("SET plan_cache_mode = force_generic_plan");
            execute("PREPARE sold (int) AS SELECT count(note) FROM sale WHERE customer = $1");
            assertThat(slow.at("/cost").asDouble())
                    .as("what a session of the application plans")
                    .isCloseTo(cost("EXPLAIN EXECUTE sold (1)"), within(0.01));
            execute(slow.at("/advice/0/statement").asText());
            assertThat(cost("EXPLAIN EXECUTE sold (1)"))
                    .as("the advice helps")
                    .isLessThan(slow.at("/cost").asDouble() / 5);
        }
    }

    private double cost(String explain) throws SQLException {
        String line = text(explain);
        return Double.parseDouble(line.replaceFirst(".*\\.\\.([0-9.]+) rows.*", "$1"));
    }

    @Test
    void statementsThatWrite_areExplained_andNeverExecuted() throws Exception {
        execute("CREATE SEQUENCE effect; CREATE TABLE effects (n bigint)");
        execute("CREATE FUNCTION writes(n int) RETURNS int LANGUAGE plpgsql VOLATILE AS"
                + " $$ BEGIN INSERT INTO effects VALUES (n); RETURN n; END $$");
        execute("CREATE FUNCTION sneaks() RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT nextval('effect') $$");
        execute("CREATE FUNCTION drops() RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS"
                + " $$ BEGIN EXECUTE 'DROP TABLE IF EXISTS effects CASCADE'; RETURN 1; END $$");
        execute("GRANT UPDATE, DELETE, INSERT ON sale TO planner; GRANT ALL ON effects, effect TO planner");
        String[] writing = {
            "UPDATE sale SET revision = revision + 1 WHERE id = 3",
            "DELETE FROM sale WHERE id = -5",
            "INSERT INTO sale (id) VALUES (5) ON CONFLICT DO NOTHING",
            "WITH gone AS (DELETE FROM sale WHERE id = -6 RETURNING id) SELECT count(*) FROM gone",
            "SELECT writes(id) FROM sale WHERE id = 4",
            "SELECT sneaks() + id FROM sale WHERE id = 6"
        };
        try (Readings readings = new Readings(server)) {
            readings.read(writing);
            String before = state();
            int taken = samples("plan_cost").size();
            for (int i = 0; i < 3; i++) {
                readings.statements.run(readings.samples());
                execute(writing[5]);
                readings.explain();
            }
            MonitoredQueries.Facts facts = readings.queries.facts();
            ExplainQueries explain = new ExplainQueries(readings.queries);
            for (String sql : writing) {
                refusedOrPlanned(explain, sql, facts);
                refusedOrPlanned(explain, sql.replace("sneaks()", "drops()"), facts);
            }

            assertThat(text("SELECT count(*) FROM effects")).isEqualTo("10");
            assertThat(state())
                    .as("only the application has called its sequence")
                    .isEqualTo(before.replace("effect=10", "effect=13"));
            assertThat(samples("plan_cost").size()).isGreaterThanOrEqualTo(taken);
            assertThat(id("UPDATE sale SET revision%")).isNotEmpty();
            assertThat(samples("plan_cost", id("UPDATE sale SET revision%"))).isNotEmpty();
            assertThat(samples("plan_cost", id("SELECT writes(id)%"))).isNotEmpty();
            assertThat(samples("plan_unknown_count", id("SELECT sneaks()%")))
                    .as("a function that lies about itself cannot write")
                    .isNotEmpty();
        }
    }

    private static void refusedOrPlanned(ExplainQueries explain, String sql, MonitoredQueries.Facts facts) {
        try {
            assertThat(explain.explain(sql, facts.version())).contains("Plan");
        } catch (DatabaseStatementException e) {
            assertThat(e.getMessage()).containsAnyOf("read-only transaction", "not allowed in a non-volatile function");
        }
    }

    private String state() throws SQLException {
        return text("SELECT 'rows=' || count(*) || ' revisions=' || sum(revision) FROM sale") + " effects="
                + text("SELECT count(*) FROM effects") + " effect=" + text("SELECT last_value FROM effect");
    }

    @Test
    void aRoleWithoutRights_hasNoPlans_butTheGrant_andASuperuserIsRefused() throws Exception {
        execute("DROP ROLE IF EXISTS watcher; CREATE ROLE watcher LOGIN PASSWORD 'ro'; GRANT pg_monitor TO watcher");
        try (QueryServer blind = server("watcher", "ro");
                QueryServer all = server(postgres.user(), postgres.password());
                Readings ofBlind = new Readings(blind);
                Readings ofAll = new Readings(all)) {
            assertThat(ofBlind.read("SELECT max(revision) FROM sale WHERE id < 100"))
                    .singleElement()
                    .satisfies(unknown -> {
                        assertThat(unknown.fields()).containsExactly("plans");
                        assertThat(unknown.reason()).contains("watcher has no right to the tables");
                        assertThat(unknown.remedy()).contains("GRANT pg_read_all_data TO watcher");
                    });
            String id = id("SELECT max(revision)%");
            assertThat(samples("plan_unknown_count", id))
                    .singleElement()
                    .satisfies(sample ->
                            assertThat(sample.metadata().get("reason")).contains("permission denied for table sale"));
            storeSamples(id);
            assertThat(server.json("/api/monitoring/postgres/plans?queryid=" + id)
                            .at("/statements/0/unknown/remedy")
                            .asText())
                    .isEqualTo("run GRANT pg_read_all_data TO watcher");
            assertThat(ofAll.read("SELECT min(revision) FROM sale WHERE id < 100"))
                    .singleElement()
                    .satisfies(unknown -> assertThat(unknown.reason()).contains("is a superuser"));
            assertThat(samples("plan_cost", id("SELECT min(revision)%"))).isEmpty();
            for (PostgresQuestion question : List.of(BloatQuestions.TABLE_BLOAT, BloatQuestions.INDEX_BLOAT)) {
                assertThat(new QuestionTask(question, blind.bean(CollectorSettings.class), ofBlind.queries)
                                .run(ofBlind.samples()))
                        .singleElement()
                        .satisfies(
                                unknown -> assertThat(unknown.remedy()).contains("GRANT pg_read_all_data TO watcher"));
            }
        } finally {
            execute("DROP OWNED BY watcher; DROP ROLE watcher");
        }
    }

    private QueryServer server(String user, String password) {
        return QueryServer.settings()
                .postgres(store.jdbcUrl())
                .with("tidemark.monitored.postgres.url", postgres.jdbcUrl(DATABASE))
                .with("tidemark.monitored.postgres.user", user)
                .with("tidemark.monitored.postgres.password", password)
                .start();
    }

    @Test
    void versionsBefore16_explainAPreparedStatement_withTheSamePlan() {
        try (Readings readings = new Readings(server)) {
            assumeThat(readings.queries.facts().version())
                    .as("a version that has both ways")
                    .isGreaterThanOrEqualTo(160000);
            ExplainQueries explain = new ExplainQueries(readings.queries);
            PlanReader reader = server.bean(PlanReader.class);
            for (String sql : List.of(
                    "SELECT * FROM sale WHERE id = $1 AND note = $2",
                    "SELECT count(*) FROM sale",
                    "UPDATE pg_temp.none SET a = 1")) {
                assertThat(shape(explain, reader, sql, 150008)).isEqualTo(shape(explain, reader, sql, 180001));
            }
            // Nothing is left behind in the session.
            assertThat(readings.queries.rows(
                            "SELECT count(*) AS n FROM pg_prepared_statements WHERE name LIKE 'tidemark%'"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.value("n")).isZero());
        }
    }

    private static String shape(ExplainQueries explain, PlanReader reader, String sql, int version) {
        try {
            PlanNode root = Objects.requireNonNull(reader.read(explain.explain(sql, version)));
            return PlanShape.fingerprint(root);
        } catch (DatabaseStatementException e) {
            return e.sqlState();
        }
    }

    @Test
    void estimatesOfBloat_areNearToWhatARewriteSaves() throws Exception {
        execute("CREATE TABLE fat (id int, name text, at timestamptz DEFAULT now())");
        execute("CREATE INDEX fat_id ON fat (id)");
        execute("INSERT INTO fat SELECT n, md5(n::text) FROM generate_series(1, 30000) AS n");
        execute("DELETE FROM fat WHERE id % 4 <> 0");
        execute("VACUUM ANALYZE fat");
        try (Readings readings = new Readings(server)) {
            assertThat(readings.ask(BloatQuestions.TABLE_BLOAT)).isEmpty();
            assertThat(readings.ask(BloatQuestions.INDEX_BLOAT)).isEmpty();
        }
        double heap = number("SELECT pg_relation_size('fat')");
        double index = number("SELECT pg_relation_size('fat_id')");
        execute("VACUUM FULL fat");

        assertThat(labelled("table_bloat_percent", "table", "fat").value())
                .isCloseTo(100 * (1 - number("SELECT pg_relation_size('fat')") / heap), within(5.0));
        assertThat(labelled("index_bloat_percent", "index", "fat_id").value())
                .isCloseTo(100 * (1 - number("SELECT pg_relation_size('fat_id')") / index), within(5.0));
        assertThat(labelled("table_bloat_mb", "table", "fat").value())
                .isCloseTo((heap - number("SELECT pg_relation_size('fat')")) / (1 << 20), within(0.2));
    }

    @Test
    void wholeReadsOfLargeTables_andStatementsByKind_areDifferences() throws Exception {
        ApplicationContext context = server.bean(ApplicationContext.class);
        try (Readings readings = new Readings(server)) {
            Task scans = new QuestionTask(
                    BloatQuestions.SEQUENTIAL_SCANS, context.getBean(CollectorSettings.class), readings.queries);
            scanned();
            scans.run(readings.samples());
            readings.read("SELECT count(*) FROM sale WHERE note = 'none'", "UPDATE sale SET note = 'y' WHERE id = 2");
            scanned();
            scans.run(readings.samples());

            double rows = labelled("table_seq_rows_per_second", "table", "sale").value();
            double runs =
                    labelled("table_seq_scans_per_second", "table", "sale").value();
            assertThat(rows / runs).isCloseTo(ROWS, within(0.1 * ROWS));
            assertThat(labelled("table_index_scans_per_second", "table", "sale").value())
                    .isNotNegative();
            assertThat(labelled("statement_kind_calls_per_second", "kind", "select")
                            .value())
                    .isPositive();
            assertThat(labelled("statement_kind_calls_per_second", "kind", "update")
                            .value())
                    .isPositive();
            assertThat(labelled("statement_kind_mean_ms", "kind", "update").value())
                    .isPositive();
            assertThat(labelled("statement_kind_time_percent", "kind", "select").value())
                    .isBetween(0.0, 100.0);
        }
        String page = Files.readString(Path.of("../docs/collector.md"));
        assertThat(published.stream().map(SampleEvent::metricName).distinct())
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        assertThat(published.stream()
                        .flatMap(sample -> sample.metadata().keySet().stream())
                        .distinct())
                .allSatisfy(label -> assertThat(page).contains("`" + label + "`"));
    }

    /** Reads the whole table in a session of its own: what a session counted is there after its end. */
    private void scanned() throws SQLException {
        double before = number("SELECT pg_stat_get_numscans('sale'::regclass)");
        try (Connection session = postgres.connect(DATABASE);
                var statement = session.createStatement()) {
            statement.execute("SELECT count(*) FROM sale WHERE note = 'none'");
        }
        await().atMost(Duration.ofMinutes(1))
                .until(() -> number("SELECT pg_stat_get_numscans('sale'::regclass)") > before);
    }

    @Test
    void plans_ofABadQueryId_areRefused_andOfNone_areUnknown() {
        assertThat(server.get("/api/monitoring/postgres/plans?queryid=x").statusCode())
                .isEqualTo(400);
        assertThat(server.json("/api/monitoring/postgres/plans?queryid=1")
                        .at("/unknown/0/reason")
                        .asText())
                .startsWith("no plan of this statement was taken");
    }

    private List<SampleEvent> samples(String name) {
        return published.stream()
                .filter(sample -> sample.metricName().equals(name))
                .toList();
    }

    private List<SampleEvent> samples(String name, String queryid) {
        return samples(name).stream()
                .filter(sample -> queryid.equals(sample.metadata().get("queryid")))
                .toList();
    }

    private SampleEvent labelled(String name, String label, String value) {
        return samples(name).stream()
                .filter(sample -> value.equals(sample.metadata().get(label)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " of " + value + " is not in " + samples(name)));
    }

    /** Like the sink. */
    private void storeSamples(String queryid) throws SQLException, IOException {
        var json = new ObjectMapper();
        for (SampleEvent event : Stream.of("plan_cost", "plan_parts", "plan_unknown_count")
                .flatMap(name -> samples(name, queryid).stream())
                .toList()) {
            Instant at = Instant.ofEpochMilli(event.timestampMicros() / 1000);
            store.execute("INSERT INTO service (name) VALUES (?) ON CONFLICT DO NOTHING", event.service());
            store.execute("""
                    INSERT INTO instance (service_id, name) SELECT id, ? FROM service WHERE name = ? ON CONFLICT DO NOTHING
                    """, event.instance(), event.service());
            store.execute(
                    """
                    INSERT INTO metric (metric_type, metric_name, service_id, instance_id, metadata)
                    SELECT ?, ?, s.id, i.id, ?::jsonb FROM service s JOIN instance i ON i.service_id = s.id
                    WHERE s.name = ? AND i.name = ?
                    ON CONFLICT DO NOTHING
                    """,
                    event.metricType().wireName(),
                    event.metricName(),
                    json.writeValueAsString(new TreeMap<>(event.metadata())),
                    event.service(),
                    event.instance());
            store.execute("SELECT ensure_partition('sample', ?)", at.atOffset(ZoneOffset.UTC));
            store.execute(
                    "INSERT INTO sample SELECT ?, ?, id FROM metric WHERE metric_name = ? AND metadata = ?::jsonb",
                    at.atOffset(ZoneOffset.UTC),
                    event.value(),
                    event.metricName(),
                    json.writeValueAsString(new TreeMap<>(event.metadata())));
        }
    }

    private String id(String text) throws SQLException {
        return text(
                "SELECT queryid FROM pg_stat_statements WHERE query LIKE '" + text + "' ORDER BY calls DESC LIMIT 1");
    }

    private void execute(String sql) throws SQLException {
        try (var statement = application.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (var statement = application.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    private double number(String sql) throws SQLException {
        return Double.parseDouble(text(sql));
    }
}
