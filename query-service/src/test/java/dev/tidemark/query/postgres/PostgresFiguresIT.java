package dev.tidemark.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tidemark.query.fixture.Calls;
import dev.tidemark.query.fixture.MonitoredDatabase;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.wire.event.CallKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;

/** The paths of PostgreSQL on a real server; their figures are compared with SQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresFiguresIT {
    private static final String API = "/api/monitoring/postgres/";
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:00Z");
    private static final String COLLECTOR = "tidemark-collector";

    private final MonitoredDatabase postgres = MonitoredDatabase.create("monitored_figures");
    private final TestClock clock = new TestClock(NOW);
    private final Store store = Store.create();
    private String url;
    private QueryServer server;

    @BeforeAll
    void start() throws SQLException {
        url = postgres.url();
        postgres.execute("""
                CREATE TABLE tide (height int PRIMARY KEY, harbour int, note text) WITH (autovacuum_enabled = off);
                INSERT INTO tide SELECT n, n % 100, 'high water' FROM generate_series(1, 30000) AS n;
                CREATE INDEX tide_harbour ON tide (harbour);
                CREATE INDEX tide_harbour_note ON tide (harbour, note);
                CREATE INDEX tide_harbour_down ON tide (harbour DESC);
                CREATE INDEX tide_low ON tide (harbour) WHERE height < 10;
                CREATE UNIQUE INDEX tide_unique ON tide (height, harbour);
                ANALYZE tide;
                DELETE FROM tide WHERE height <= 15000;
                ANALYZE tide
                """);
        server = settings().start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private QueryServer.Settings settings() {
        return QueryServer.settings().postgres(store.jdbcUrl()).clock(clock).monitored(url);
    }

    @Test
    void tables_areThoseOfSql_andDeadRowsAreJudged() throws SQLException {
        JsonNode tables = until(
                API + "tables",
                answer -> row(answer, "table", "tide").path("dead_rows").asLong() > 0);
        JsonNode tide = row(tables, "table", "tide");

        assertThat(tables.get("total").asLong())
                .isEqualTo(count("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND oid >= 16384"));
        assertThat(tide.get("table_size_mb").asDouble())
                .isCloseTo(postgres.number("SELECT pg_table_size('tide') / 1048576.0"), within(0.02));
        assertThat(tide.get("indexes_size_mb").asDouble())
                .isCloseTo(postgres.number("SELECT pg_indexes_size('tide') / 1048576.0"), within(0.02));
        assertThat(tide.get("live_rows").asLong()).isEqualTo(15_000);
        assertThat(tide.get("dead_rows").asLong())
                .isEqualTo(count("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'tide'"));
        assertThat(tide.get("dead_percent").asDouble()).isEqualTo(50.0);
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            JsonNode scanned = row(server.fresh(API + "tables"), "table", "tide");
            assertThat(scanned.get("seq_scans").asLong())
                    .isEqualTo(count("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'tide'"));
            assertThat(scanned.get("index_scans").asLong())
                    .isEqualTo(count("SELECT idx_scan FROM pg_stat_user_tables WHERE relname = 'tide'"));
        });
        assertThat(tide.get("last_vacuum").isNull()).isTrue();
        assertThat(Instant.parse(tide.get("last_analyze").asText()).toEpochMilli() / 1e3)
                .isCloseTo(
                        postgres.number(
                                "SELECT extract(epoch FROM last_analyze) FROM pg_stat_user_tables WHERE relname = 'tide'"),
                        within(0.01));
        assertThat(tide.get("bloat_mb").isNull()).as("no sample").isTrue();

        JsonNode check = check("dead_rows");
        assertThat(check.get("state").asText()).isEqualTo("degraded");
        assertThat(check.get("value").asDouble()).isEqualTo(50.0);
        assertThat(check.at("/findings/0/remedy").asText()).isEqualTo("VACUUM (ANALYZE) public.tide");
    }

    @Test
    void tables_underAnExclusiveLock_haveNoSize_andNobodyWaits() throws SQLException {
        postgres.execute("CREATE TABLE locked_tide AS SELECT 1 AS height");
        try (Connection holder = postgres.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE locked_tide");
            JsonNode locked = row(
                    until(
                            API + "tables",
                            answer -> row(answer, "table", "locked_tide")
                                    .path("table_size_mb")
                                    .isNull()),
                    "table",
                    "locked_tide");

            assertThat(locked.get("table_size_mb").isNull()).isTrue();
            assertThat(count("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'locked_tide'::regclass"))
                    .isZero();
            holder.rollback();
        }
        until(
                API + "tables",
                answer -> row(answer, "table", "locked_tide")
                        .path("table_size_mb")
                        .isNumber());
    }

    @Test
    void indexes_areThoseOfSql_withThoseThatAreUnusedDuplicateOrInvalid() throws SQLException {
        // Its creation fails, because a value is there twice.
        try (Connection connection = postgres.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE ebb AS SELECT 1 AS height FROM generate_series(1, 2)");
            try {
                statement.execute("CREATE UNIQUE INDEX CONCURRENTLY ebb_height ON ebb (height)");
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("23505");
            }
        }
        postgres.execute("SET enable_seqscan = off; SELECT count(*) FROM tide WHERE height = 20000");
        JsonNode indexes = until(
                API + "indexes",
                answer -> row(answer, "index", "tide_pkey").path("scans").asLong() > 0
                        && row(answer, "index", "ebb_height").path("valid").isBoolean());

        JsonNode harbour = row(indexes, "index", "tide_harbour");
        assertThat(harbour.get("index_size_mb").asDouble())
                .isCloseTo(postgres.number("SELECT pg_relation_size('tide_harbour') / 1048576.0"), within(0.02));
        assertThat(harbour.get("unused").asBoolean()).isTrue();
        assertThat(harbour.get("duplicate_of").asText()).isEqualTo("tide_harbour_note");
        assertThat(harbour.get("remedy").asText()).isEqualTo("DROP INDEX CONCURRENTLY public.tide_harbour");
        for (String other : List.of("tide_harbour_note", "tide_harbour_down", "tide_low", "tide_pkey", "tide_unique")) {
            assertThat(row(indexes, "index", other).get("duplicate_of").isNull())
                    .as(other)
                    .isTrue();
        }
        JsonNode key = row(indexes, "index", "tide_pkey");
        assertThat(key.get("unused").asBoolean()).isFalse();
        assertThat(key.get("primary_key").asBoolean()).isTrue();
        assertThat(key.get("scans").asLong())
                .isEqualTo(count("SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'tide_pkey'"));
        assertThat(row(indexes, "index", "tide_unique").get("unused").asBoolean())
                .as("a constraint needs it")
                .isFalse();
        JsonNode invalid = row(indexes, "index", "ebb_height");
        assertThat(invalid.get("valid").asBoolean()).isFalse();
        assertThat(invalid.get("remedy").asText()).isEqualTo("REINDEX INDEX CONCURRENTLY public.ebb_height");

        assertThat(check("duplicate_indexes").get("value").asInt()).isEqualTo(1);
        assertThat(check("invalid_indexes").at("/findings/0/subject").asText()).contains("ebb_height");
        JsonNode check = check("unused_indexes");
        // Before version 15, a new database has the time of its creation here, which is too short ago to judge.
        if (indexes.get("counted_since").isNull()) {
            assertThat(check.get("value").asDouble()).isPositive();
        } else {
            assertThat(check.at("/unknown/reason").asText()).startsWith("scans are counted only since ");
        }
    }

    @Test
    void remedies_areAcceptedByPostgres() throws SQLException {
        postgres.execute("CREATE TABLE \"Neap Tide\" (height int); CREATE INDEX \"Neap 1\" ON \"Neap Tide\" (height);"
                + " CREATE INDEX \"Neap 2\" ON \"Neap Tide\" (height)");
        JsonNode duplicate = row(
                until(API + "indexes", answer -> row(answer, "index", "Neap 2").has("remedy")), "index", "Neap 2");

        assertThat(duplicate.get("duplicate_of").asText()).isEqualTo("Neap 1");
        postgres.execute(duplicate.get("remedy").asText());
        assertThat(postgres.number("SELECT count(*) FROM pg_class WHERE relname LIKE 'Neap %' AND relkind = 'i'"))
                .isEqualTo(1);
        postgres.execute("DROP TABLE \"Neap Tide\"");
    }

    @Test
    void locks_ofAChain_areATreeWithItsRoot() throws Exception {
        postgres.execute("CREATE TABLE IF NOT EXISTS berth (id int PRIMARY KEY, ship text);"
                + " INSERT INTO berth VALUES (1, 'secret one'), (2, 'two') ON CONFLICT DO NOTHING");
        List<Thread> waiting = new ArrayList<>();
        try (Connection root = postgres.connect();
                Connection middle = postgres.connect();
                Connection last = postgres.connect()) {
            root.setAutoCommit(false);
            middle.setAutoCommit(false);
            root.createStatement().execute("SET application_name = 'harbour-master'");
            root.createStatement().execute("UPDATE berth SET ship = 'Fram, a secret' WHERE id = 1");
            middle.createStatement().execute("UPDATE berth SET ship = 'b' WHERE id = 2");
            waiting.add(waits(middle, "UPDATE berth SET ship = 'c' WHERE id = 1"));
            waiting.add(waits(last, "UPDATE berth SET ship = 'd' WHERE id = 2"));
            JsonNode locks =
                    until(API + "locks", answer -> answer.path("waiting").asInt() == 2);
            JsonNode sessions = locks.get("sessions");

            assertThat(sessions).hasSize(3);
            JsonNode first = sessions.get(0);
            assertThat(first.get("pid").asInt()).isEqualTo(pid(root));
            assertThat(first.get("depth").asInt()).isZero();
            assertThat(first.get("blocked").asInt()).isEqualTo(2);
            assertThat(first.get("application").asText()).isEqualTo("harbour-master");
            assertThat(first.get("state").asText()).isEqualTo("idle in transaction");
            assertThat(first.get("statement").asText()).isEqualTo("UPDATE berth SET ship = ? WHERE id = ?");
            assertThat(first.get("remedy").asText()).isEqualTo("SELECT pg_terminate_backend(" + pid(root) + ")");
            assertThat(sessions.get(1).get("depth").asInt()).isEqualTo(1);
            assertThat(sessions.get(1).get("blocked_by").get(0).asInt()).isEqualTo(pid(root));
            assertThat(sessions.get(1).get("relation").asText()).isEqualTo("berth");
            assertThat(sessions.get(1).get("lock_type").asText()).isEqualTo("transactionid");
            assertThat(sessions.get(2).get("depth").asInt()).isEqualTo(2);
            assertThat(sessions.get(2).get("root_pid").asInt()).isEqualTo(pid(root));
            assertThat(sessions.get(2).get("blocked").asInt()).isZero();
            assertThat(locks.toString()).doesNotContain("secret");
            JsonNode check = check("locks");
            assertThat(check.get("state").asText()).isEqualTo("watch");
            assertThat(check.at("/findings/0/remedy").asText())
                    .isEqualTo(first.get("remedy").asText());

            root.rollback();
            waiting.getFirst().join();
            middle.rollback();
            waiting.getLast().join();
        }
        assertThat(until(API + "locks", answer -> answer.path("waiting").asInt() == 0)
                        .get("sessions"))
                .isEmpty();
    }

    @Test
    void connections_areThoseOfSql() throws SQLException {
        try (Connection idle = postgres.connect()) {
            idle.createStatement().execute("SET application_name = 'lighthouse'");
            idle.setAutoCommit(false);
            idle.createStatement().execute("SELECT 'a secret'");
            JsonNode connections = until(
                    API + "connections",
                    answer -> answer.get("by_application").toString().contains("lighthouse")
                            && answer.path("idle_in_transaction").asInt() > 0);

            assertThat(connections.get("max").asLong()).isEqualTo(count("SELECT current_setting('max_connections')"));
            assertThat(connections.get("total").asLong()).isEqualTo(sum(connections.get("by_state")));
            assertThat(connections.get("total").asLong()).isEqualTo(sum(connections.get("by_application")));
            assertThat(connections.get("active").asLong()).isEqualTo(sum(connections.get("by_wait_event")));
            JsonNode session = row(connections.get("sessions"), "application", "lighthouse");
            assertThat(session.get("pid").asInt()).isEqualTo(pid(idle));
            assertThat(session.get("state").asText()).isEqualTo("idle in transaction");
            assertThat(session.get("transaction_seconds").asDouble()).isPositive();
            assertThat(connections.toString()).doesNotContain("secret");
            idle.rollback();
        }
    }

    private static long sum(JsonNode counts) {
        return StreamSupport.stream(counts.spliterator(), false)
                .mapToLong(count -> count.get("sessions").asLong())
                .sum();
    }

    @Test
    void slowQueries_areDifferencesOfTheCounters_withTheirCallers() throws SQLException {
        Instant begin = clock.instant();
        String text = "SELECT count(*) FROM tide WHERE height > ? AND pg_sleep(?) IS NOT NULL";
        store.requests(List.of(Requests.request(begin.plusSeconds(60), "shop", "GET", "/tides", 200, 100_000)));
        Calls.store(
                store,
                List.of(Calls.calls(
                        begin.plusSeconds(60), "/tides", CallKind.DB, "shop", text, 3, 120_000, 3L, null, null)));
        postgres.execute(
                "SELECT pg_stat_statements_reset(); SELECT count(*) FROM tide WHERE height > 29999 AND pg_sleep(0.001) IS NOT NULL");
        try (QueryServer counting = settings().start()) {
            counting.json(API + "slow_queries?period=5m");
            clock.advance(Duration.ofMinutes(5));
            postgres.execute("SELECT count(*) FROM tide WHERE height > 29997 AND pg_sleep(0.11) IS NOT NULL");
            postgres.execute("SELECT count(*) FROM tide WHERE height > 29998 AND pg_sleep(0.12) IS NOT NULL");
            String queryid = postgres.text(
                    "SELECT queryid FROM pg_stat_statements WHERE query LIKE '%pg_sleep($2) IS NOT NULL'");
            JsonNode answer = until(
                    counting,
                    API + "slow_queries?period=5m",
                    all -> row(all, "queryid", queryid)
                            .path("endpoints")
                            .path(0)
                            .has("route"));
            JsonNode slow = row(answer, "queryid", queryid);

            assertThat(answer.get("source").asText()).isEqualTo("counters");
            assertThat(slow.get("calls").asLong()).as("those of the span").isEqualTo(2);
            assertThat(slow.get("rows").asLong()).isEqualTo(2);
            assertThat(slow.get("mean_ms").asDouble()).isBetween(200.0, 5000.0);
            assertThat(slow.get("total_ms").asDouble())
                    .isCloseTo(2 * slow.get("mean_ms").asDouble(), within(0.01));
            assertThat(slow.get("slow").asBoolean()).isTrue();
            assertThat(slow.get("query").asText()).isEqualTo(text);
            assertThat(slow.at("/endpoints/0/route").asText()).isEqualTo("/tides");
            assertThat(slow.at("/endpoints/0/calls").asLong()).isEqualTo(3);
            assertThat(slow.at("/endpoints/0/total_ms").asDouble()).isEqualTo(360.0);
            double all = StreamSupport.stream(answer.get("rows").spliterator(), false)
                    .mapToDouble(row -> row.get("time_percent").asDouble())
                    .sum();
            assertThat(all).isCloseTo(100, within(1.0));
            assertThat(counting.json(API + "slow_queries?period=5m&service=shop")
                            .get("rows"))
                    .hasSize(1);
            assertThat(counting.json(API + "slow_queries?period=5m&service=inventory")
                            .get("rows"))
                    .isEmpty();

            postgres.execute("SELECT pg_stat_statements_reset()");
            postgres.execute("SELECT count(*) FROM tide WHERE height > 29998 AND pg_sleep(0.11) IS NOT NULL");
            clock.advance(Duration.ofSeconds(20));
            JsonNode reset = row(
                    until(
                            counting,
                            API + "slow_queries?period=5m",
                            changed -> row(changed, "queryid", queryid)
                                            .path("calls")
                                            .asLong()
                                    == 1),
                    "queryid",
                    queryid);
            assertThat(reset.get("total_ms").asDouble()).as("never below zero").isPositive();
        } finally {
            clock.set(begin);
        }
    }

    @Test
    void slowQueries_ofAnEarlierDay_areAddedUpFromSamples() throws SQLException {
        Instant day = NOW.minus(Duration.ofDays(1));
        for (Map.Entry<String, List<Double>> one : Map.of(
                        "42", List.of(2.0, 200.0, 4.0), "(other)", List.of(1.0, 400.0, 0.0))
                .entrySet()) {
            Map<String, String> labels = Map.of("queryid", one.getKey());
            samples(
                    day,
                    10,
                    labels,
                    "statement_calls_per_second",
                    i -> one.getValue().get(0));
            samples(day, 10, labels, "statement_mean_ms", i -> one.getValue().get(1));
            samples(
                    day,
                    10,
                    labels,
                    "statement_rows_per_second",
                    i -> one.getValue().get(2));
        }
        samples(day, 10, Map.of(), "statements_per_second", i -> 3);
        // A statement that was seen in one reading ran in one only.
        for (String name : List.of("statement_calls_per_second", "statement_mean_ms", "statement_rows_per_second")) {
            samples(day, 300, Map.of("queryid", "43"), name, i -> 1);
        }
        JsonNode answer = server.json(API + "slow_queries?period=5m&compare=day&queryid=42");
        JsonNode rare = server.json(API + "slow_queries?period=5m&compare=day&queryid=43");
        assertThat(rare.at("/comparison/rows/0/calls").asLong()).isEqualTo(10);
        JsonNode earlier = answer.get("comparison");
        JsonNode row = earlier.at("/rows/0");

        assertThat(earlier.get("source").asText()).isEqualTo("samples");
        assertThat(earlier.get("total").asInt()).isEqualTo(2);
        assertThat(row.get("calls").asLong()).isEqualTo(600);
        assertThat(row.get("mean_ms").asDouble()).isEqualTo(200);
        assertThat(row.get("total_ms").asDouble()).isEqualTo(120_000);
        assertThat(row.get("rows").asLong()).isEqualTo(1200);
        assertThat(row.get("time_percent").asDouble()).isEqualTo(50);
        assertThat(earlier.get("history")).hasSize(3);
        assertThat(earlier.at("/comparison").isNull()).isTrue();
    }

    @Test
    void status_addsUpRates_andKeepsTheFiguresOfOtherDatabasesApart() throws SQLException {
        Instant to = NOW.minus(Duration.ofDays(2));
        samples(to, 10, Map.of(), "checkpoints_timed_per_second", i -> i == 7 ? 0.1 : 0);
        samples(to, 10, Map.of(), "checkpoints_requested_per_second", i -> i % 10 == 9 ? 0.1 : 0);
        samples(to, 10, Map.of(), "connections_total", i -> 40);
        samples(to, 10, Map.of("backend", "checkpointer"), "io_write_mb_per_second", i -> 2);
        samples(to, 10, Map.of("backend", "checkpointer"), "io_read_mb_per_second", i -> 0);
        store.sample(
                to.minusSeconds(10),
                "postgres",
                COLLECTOR,
                "elsewhere:5432/other",
                Map.of(),
                "connections_total",
                9999);
        JsonNode status = server.json(API + "status?from=" + to.minusSeconds(300) + "&to=" + to);
        JsonNode checks = server.json(API + "checks?from=" + to.minusSeconds(300) + "&to=" + to);

        assertThat(status.get("status").asText()).isEqualTo("up");
        assertThat(status.get("version").asText()).isEqualTo(postgres.text("SHOW server_version"));
        assertThat(status.at("/checkpoints/timed").asDouble()).isEqualTo(1);
        assertThat(status.at("/checkpoints/requested").asDouble()).isEqualTo(3);
        assertThat(status.at("/checkpoints/requested_percent").asDouble()).isEqualTo(75);
        assertThat(status.at("/io/0/write_mb").asDouble()).isEqualTo(600);
        assertThat(status.at("/wraparound/age_transactions").asLong())
                .isCloseTo((long) postgres.number("SELECT max(age(datfrozenxid)) FROM pg_database"), within(500L));
        assertThat(row(status.get("history"), "name", "connections_total")
                        .at("/points/0/mean")
                        .asDouble())
                .isEqualTo(40);
        JsonNode check = row(checks.get("checks"), "id", "checkpoints");
        assertThat(check.get("state").asText()).isEqualTo("degraded");
        assertThat(check.at("/findings/0/remedy").asText()).contains("max_wal_size");
    }

    @Test
    void comparison_isOfTheSameHoursOfYesterday() throws SQLException {
        Instant day = NOW.minus(Duration.ofDays(1));
        sample(day.minusSeconds(65), Map.of(), "connections_active", 7);
        sample(day.minusSeconds(65), Map.of("schema", "public", "table", "tide"), "table_size_mb", 12.5);
        sample(day.minusSeconds(65), Map.of("schema", "public", "table", "tide"), "table_dead_rows", 33);

        JsonNode connections = server.json(API + "connections?period=15m&compare=day");
        assertThat(connections.at("/comparison/active").asLong()).isEqualTo(7);
        assertThat(connections.at("/comparison/at").isNull()).isTrue();
        assertThat(Duration.between(
                        Instant.parse(connections.at("/comparison/from").asText()),
                        Instant.parse(connections.get("from").asText())))
                .isEqualTo(Duration.ofDays(1));
        JsonNode tide = row(server.json(API + "tables?period=15m&compare=day").get("comparison"), "table", "tide");
        assertThat(tide.get("table_size_mb").asDouble()).isEqualTo(12.5);
        assertThat(tide.get("dead_rows").asLong()).isEqualTo(33);
        assertThat(tide.get("seq_scans").isNull()).isTrue();
        assertThat(server.get(API + "locks?compare=month").statusCode()).isEqualTo(400);
    }

    @Test
    void figures_ofALesserRole_areUnknownWithTheGrant() throws Exception {
        postgres.execute("DROP ROLE IF EXISTS figures_ro; CREATE ROLE figures_ro LOGIN PASSWORD 'ro'");
        try (Connection other = postgres.connect();
                QueryServer blind = settings()
                        .with("tidemark.monitored.postgres.user", "figures_ro")
                        .with("tidemark.monitored.postgres.password", "ro")
                        .start()) {
            assertThat(other.isValid(5)).isTrue();
            JsonNode connections = blind.json(API + "connections");
            assertThat(connections.get("total").asInt()).isPositive();
            assertThat(connections.get("active").isNull()).isTrue();
            assertThat(connections.get("by_state").isNull()).isTrue();
            assertThat(connections.get("sessions").isNull()).isTrue();
            assertThat(connections.at("/unknown/0/remedy").asText()).isEqualTo("run GRANT pg_monitor TO figures_ro");

            assertThat(blind.json(API + "slow_queries").get("rows").isNull()).isTrue();
            assertThat(blind.json(API + "slow_queries").at("/unknown/0/remedy").asText())
                    .isEqualTo("run GRANT pg_monitor TO figures_ro");
            // What every role may see is there.
            assertThat(row(blind.json(API + "tables"), "table", "tide")
                            .get("dead_rows")
                            .isNumber())
                    .isTrue();
            JsonNode checks = blind.json(API + "checks").get("checks");
            assertThat(row(checks, "id", "long_transactions").get("state").asText())
                    .isEqualTo("unknown");
            assertThat(row(checks, "id", "long_transactions")
                            .at("/unknown/remedy")
                            .asText())
                    .isEqualTo("run GRANT pg_monitor TO figures_ro");
            assertThat(row(checks, "id", "dead_rows").get("state").asText()).isNotEqualTo("unknown");
        }
    }

    @Test
    void figures_ofAServerThatIsAway_areUnknown_andTheirHistoryIsThere() throws SQLException {
        String away = "127.0.0.1:1/away";
        store.sample(NOW.minusSeconds(60), "postgres", COLLECTOR, away, Map.of(), "connections_total", 5);
        try (QueryServer alone = settings()
                .with("tidemark.monitored.postgres.url", "jdbc:postgresql://" + away)
                .start()) {
            JsonNode connections = alone.json(API + "connections?period=15m");

            assertThat(connections.get("total").isNull()).isTrue();
            assertThat(connections.at("/unknown/0/fields").toString()).contains("total", "sessions");
            assertThat(connections.at("/history/0/points/0/mean").asDouble()).isEqualTo(5);
            for (String path : List.of("tables", "indexes", "locks", "slow_queries", "status")) {
                assertThat(alone.json(API + path).get("unknown").toString()
                                + alone.json(API + path).path("detail").asText())
                        .as(path)
                        .contains(away);
            }
            assertThat(alone.json(API + "checks").get("state").asText()).isEqualTo("unknown");
        }
    }

    private void sample(Instant at, Map<String, String> labels, String name, double value) throws SQLException {
        store.sample(at, "postgres", COLLECTOR, url.replaceFirst("^jdbc:postgresql:/*", ""), labels, name, value);
    }

    /** The samples of the five minutes before {@code end}, one each {@code every} seconds; the first is the last. */
    private void samples(Instant end, int every, Map<String, String> labels, String name, IntToDoubleFunction value)
            throws SQLException {
        Map<Instant, Double> values = new HashMap<>();
        for (int i = 1; i <= 300 / every; i++) {
            values.put(end.minusSeconds((long) every * i), value.applyAsDouble(i));
        }
        store.samples("postgres", COLLECTOR, url.replaceFirst("^jdbc:postgresql:/*", ""), labels, name, values);
    }

    private JsonNode check(String id) {
        return row(server.fresh(API + "checks").get("checks"), "id", id);
    }

    private JsonNode until(String path, Predicate<JsonNode> condition) {
        return until(server, path, condition);
    }

    private static JsonNode until(QueryServer server, String path, Predicate<JsonNode> condition) {
        return await(path)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> server.fresh(path), condition);
    }

    /** The row of an answer, or the element of an array, with this value; missing if there is none. */
    private static JsonNode row(JsonNode answer, String field, String value) {
        JsonNode rows = answer.has("rows") ? answer.get("rows") : answer;
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.path(field).asText().equals(value))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static Thread waits(Connection connection, String sql) {
        return Thread.ofVirtual().start(() -> {
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static int pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    private long count(String sql) throws SQLException {
        return Long.parseLong(postgres.text(sql));
    }
}
