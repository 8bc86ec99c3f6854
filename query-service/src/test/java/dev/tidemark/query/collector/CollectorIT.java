package dev.tidemark.query.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.RedisServer;
import dev.tidemark.embedded.RedisSettings;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.lettuce.RedisInfo;
import dev.tidemark.query.store.Databases;
import dev.tidemark.query.store.DedicatedConnections;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.SampleEvent;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The collector on real backends; what it publishes is compared with SQL and INFO. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorIT {
    private static final String DATABASE = "collector";

    private final PostgresServer postgres = Backends.monitoredPostgres();
    private final RedisServer redis = new RedisServer(RedisSettings.temporary());
    private SampleTopic topic;
    private QueryServer server;

    @BeforeAll
    void start() throws Exception {
        redis.start();
        topic = SampleTopic.on(Backends.kafka());
        server = settings(DATABASE, redis.uri()).start();
    }

    @AfterAll
    void stop() {
        server.close();
        topic.close();
        redis.close();
    }

    private QueryServer.Settings settings(String database, URI redisUri) {
        return QueryServer.settings()
                .postgres(Backends.postgres().createDatabase(database))
                .monitored(postgres.createDatabase(database))
                .redis(redisUri)
                .kafka(Backends.kafka().bootstrapServers())
                .with("tidemark.collector.enabled", true)
                .with("tidemark.collector.sessions-interval", "200ms")
                .with("tidemark.collector.postgres-interval", "1s")
                .with("tidemark.collector.statements-interval", "1s")
                .with("tidemark.collector.sizes-interval", "1s")
                .with("tidemark.collector.redis-interval", "1s")
                .with("tidemark.collector.keys-interval", "1s");
    }

    @Test
    void postgresFigures_areThoseOfSql() throws SQLException {
        execute("CREATE TABLE tide (height int PRIMARY KEY); INSERT INTO tide SELECT generate_series(1, 20000);"
                + " DELETE FROM tide WHERE height <= 5000; ANALYZE tide");
        topic.mark();

        assertThat(postgres("connections_max").value()).isEqualTo(number("SELECT current_setting('max_connections')"));
        assertThat(postgres("db_size_mb").value())
                .isCloseTo(number("SELECT pg_database_size(current_database()) / 1048576.0"), within(1.0));
        assertThat(topic.next("the size of the table", named("table_size_mb").and(labelled("table", "tide")))
                        .value())
                .isCloseTo(number("SELECT pg_table_size('tide') / 1048576.0"), within(0.2));
        assertThat(topic.next("its dead rows", named("table_dead_rows").and(labelled("table", "tide")))
                        .value())
                .isEqualTo(number("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'tide'"));
        assertThat(postgres("wraparound_age_transactions").value())
                .isCloseTo(number("SELECT max(age(datfrozenxid)) FROM pg_database"), within(500.0));

        try (Connection idle = postgres.connect(DATABASE)) {
            assertThat(idle.isValid(5)).isTrue();
            await("all client sessions").atMost(Duration.ofMinutes(3)).until(() -> {
                topic.mark();
                return postgres("connections_total").value()
                        == number("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'") - 1;
            });
        }
    }

    @Test
    void statements_areDifferences_alsoAfterAResetOfTheStatistics() throws SQLException {
        String statement = "SELECT count(*) FROM pg_class WHERE relname = 'no such'";
        Runnable work = () -> unchecked(() -> execute(statement));
        execute(statement);
        topic.mark();
        String id = text(
                "SELECT queryid FROM pg_stat_statements WHERE query LIKE 'SELECT count(*) FROM pg_class WHERE relname%'");
        Predicate<SampleEvent> calls = named("statement_calls_per_second").and(labelled("queryid", id));

        assertThat(topic.next("the statement", calls, work).value()).isPositive();
        assertThat(topic.next("the rate of commits", named("commits_per_second"), work)
                        .value())
                .isPositive();
        execute("SELECT pg_stat_statements_reset(); SELECT pg_stat_reset()");
        topic.mark();

        assertThat(topic.next("the statement after the reset", calls, work).value())
                .isPositive();
        assertThat(topic.next("the rate after the reset", named("commits_per_second"), work)
                        .value())
                .isPositive();
        assertThat(topic.next("hits", named("cache_hit_ratio"), work).value()).isBetween(0.0, 100.0);
        assertThat(topic.all())
                .filteredOn(sample -> sample.metricName().endsWith("_per_second"))
                .allMatch(sample -> sample.value() >= 0);
    }

    @Test
    void aLockThatOthersWaitFor_isPublishedWithItsRoot() throws Exception {
        execute("CREATE TABLE lock_tide (height int)");
        try (Connection root = postgres.connect(DATABASE);
                Connection first = postgres.connect(DATABASE);
                Connection second = postgres.connect(DATABASE)) {
            root.setClientInfo("ApplicationName", "nightly-job");
            root.setAutoCommit(false);
            root.createStatement().execute("LOCK TABLE lock_tide IN ROW EXCLUSIVE MODE");
            String pid = text(root, "SELECT pg_backend_pid()");
            // The second waits for the first, which waits for the root.
            Thread waiting = waiting(first, "LOCK TABLE lock_tide IN ACCESS EXCLUSIVE MODE");
            await().atMost(Duration.ofMinutes(3)).until(() -> waiters() == 1);
            Thread waitingBehind = waiting(second, "SELECT count(*) FROM lock_tide");
            await().atMost(Duration.ofMinutes(3)).until(() -> waiters() == 2);
            topic.mark();

            SampleEvent blocked = topic.next(
                    "the root",
                    named("blocked_sessions_count").and(labelled("pid", pid)).and(sample -> sample.value() == 2));
            assertThat(blocked.metadata())
                    .containsEntry("application", "nightly-job")
                    .containsEntry("state", "idle in transaction");
            assertThat(topic.next("since when", named("blocking_seconds").and(labelled("pid", pid)))
                            .value())
                    .isPositive();
            assertThat(topic.next(
                                    "two sessions that wait",
                                    named("sessions_count").and(labelled("wait_event_type", "Lock")))
                            .value())
                    .isBetween(0.1, 2.0);
            assertThat(postgres("lock_waits_count").value()).isEqualTo(2);
            root.rollback();
            waiting.join();
            waitingBehind.join();
        }
        assertThat(topic.all())
                .filteredOn(named("sessions_count"))
                .noneMatch(sample ->
                        MonitoredQueries.APPLICATION.equals(sample.metadata().get("application")));
    }

    @Test
    void redisFigures_areThoseOfInfo_alsoAfterARestart() {
        withRedis(commands -> {
            commands.flushall();
            for (int i = 0; i < 90; i++) {
                commands.setex("session:" + i, 1000, "x".repeat(100));
            }
            for (int i = 0; i < 10; i++) {
                commands.set("price:book:" + i, "x".repeat(20_000));
            }
            topic.mark();

            assertThat(redis("keys_total").value()).isEqualTo(100);
            RedisInfo info = new RedisInfo(commands.info());
            assertThat(redis("memory_used_mb").value())
                    .isCloseTo(Objects.requireNonNull(info.decimal("used_memory")) / (1 << 20), within(0.5));
            assertThat(redis("memory_max_mb").value()).isEqualTo(64);
            assertThat(redis("keys_with_ttl_percent").value()).isEqualTo(90);
            assertThat(redis("ping_ms").value()).isPositive();
            // Three hits and a miss, between two readings in any case. The collector's own lookups are between some,
            // too.
            topic.next("the hit rate", named("hit_rate").and(sample -> Math.abs(sample.value() - 75) < 0.01), () -> {
                commands.multi();
                commands.get("session:1");
                commands.get("session:2");
                commands.get("session:3");
                commands.get("no such");
                commands.exec();
            });

            SampleEvent keys = topic.next("a prefix", named("keys_total").and(labelled("prefix", "price")));
            assertThat(keys.metricType()).isEqualTo(MetricType.CACHE);
            assertThat(keys.value()).isEqualTo(10);
            assertThat(topic.next("its memory", named("memory_used_mb").and(labelled("prefix", "price")))
                            .value())
                    .isBetween(0.19, 0.3);
            assertThat(topic.next(
                                    "times to live",
                                    named("keys_with_ttl_percent").and(labelled("prefix", "session")))
                            .value())
                    .isEqualTo(100);
            assertThat(topic.next("the biggest", named("biggest_key_mb").and(labelled("key", "price:book:*")))
                            .value())
                    .isBetween(0.019, 0.03);
        });
        redis.stop();
        topic.mark();
        topic.next(
                "Redis is away", named("connected").and(type(MetricType.REDIS)).and(sample -> sample.value() == 0));
        redis.start();
        topic.mark();

        topic.next(
                "Redis is back", named("connected").and(type(MetricType.REDIS)).and(sample -> sample.value() == 1));
        assertThat(redis("keys_total").value()).isZero();
        assertThat(redis("evicted_keys").value()).isZero();
        assertThat(topic.all())
                .filteredOn(type(MetricType.REDIS))
                .as("counters that begin again are no decrease")
                .allMatch(sample -> sample.value() >= 0);
    }

    @Test
    void election_ofTwoInstances_hasOneWinner_andAnotherWhenItIsGone() throws SQLException {
        QueryServer first = settings("collector_election", redis.uri()).start();
        try (QueryServer second = settings("collector_election", redis.uri()).start();
                Connection store = Backends.postgres().connect("collector_election")) {
            try (first) {
                await("one of them").atMost(Duration.ofMinutes(3)).until(() -> isElected(first) != isElected(second));
                // Its session is lost: it is not elected any more, until one of them is elected again.
                String session = "SELECT pid FROM pg_stat_activity WHERE application_name = 'tidemark-election'"
                        + " AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')"
                        + " AND datname = 'collector_election'";
                String before = text(store, session);
                text(store, "SELECT pg_terminate_backend(" + before + ")");
                await("a new session")
                        .atMost(Duration.ofMinutes(3))
                        .until(() -> text(store, "SELECT count(*) FROM (" + session + ") AS s")
                                        .equals("1")
                                && !text(store, session).equals(before));
                await("one of them again")
                        .atMost(Duration.ofMinutes(3))
                        .until(() -> isElected(first) != isElected(second));
            }
            await("the other one").atMost(Duration.ofMinutes(3)).until(() -> isElected(second));
            assertThat(second.get("/prometheus").body()).containsPattern("tidemark_query_collector_elected 1(\\.0)?\n");
            topic.mark();
            topic.next(
                    "samples of the other one",
                    sample -> String.valueOf(sample.instance()).endsWith("/collector_election"));
        }
    }

    @Test
    void figuresThatARoleMayNotSee_areUnknown_withTheRemedy() throws SQLException {
        postgres.createDatabase("collector_blind");
        execute("DROP ROLE IF EXISTS blind; CREATE ROLE blind LOGIN PASSWORD 'ro'");
        setUser("blind", "on", ">ro", "~*", "+ping");
        URI blindRedis = URI.create("redis://blind:ro@" + redis.uri().getAuthority());
        try (QueryServer blind = settings("collector_blind", blindRedis)
                .with("tidemark.monitored.postgres.user", "blind")
                .with("tidemark.monitored.postgres.password", "ro")
                .start()) {
            await("all readings")
                    .atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(unknown(blind))
                            .anyMatch(text ->
                                    text.contains("sessions_count") && text.contains("GRANT pg_monitor TO blind"))
                            .anyMatch(text -> text.contains("connections_active") && text.contains("GRANT pg_monitor"))
                            .anyMatch(text -> text.contains("slow_queries_count") && text.contains("GRANT pg_monitor"))
                            .anyMatch(text -> text.contains("\"info\"") && text.contains("run ACL SETUSER blind +info"))
                            .anyMatch(text -> text.contains("\"keys\"") && text.contains("+dbsize")));
            // It may run the commands, but not see the keys: they are counted, and not measured.
            withRedis(commands -> commands.set("blind:a", "x"));
            setUser("blind", "resetkeys", "+info", "+dbsize", "+scan", "+pttl", "+memory|usage");
            await("keys without sizes")
                    .atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(unknown(blind))
                            .anyMatch(text -> text.contains("biggest_key_mb") && text.contains("SETUSER blind ~*")));
            Predicate<SampleEvent> itsOwn =
                    sample -> String.valueOf(sample.instance()).endsWith("/collector_blind");
            topic.next("what it may see", itsOwn.and(named("connections_total")));
            assertThat(topic.all())
                    .filteredOn(itsOwn)
                    .extracting(SampleEvent::metricName)
                    .doesNotContain("connections_active", "active_connections", "sessions_count", "slow_queries_count");
            assertThat(blind.get("/prometheus").body())
                    .containsPattern("tidemark_query_collector_unknown\\{reading=\"sessions\"} 3");
        } finally {
            execute("DROP ROLE blind");
        }
    }

    @Test
    void everySample_isDocumented_andCounted() throws Exception {
        execute("CREATE TABLE documented (id int PRIMARY KEY)");
        boolean countsIo = number("SELECT current_setting('server_version_num')") >= 160000;
        Stream.of(
                        "statement_mean_ms",
                        "index_size_mb",
                        "command_mean_us",
                        countsIo ? "io_write_mb_per_second" : "wal_mb_per_second",
                        "slowlog_length")
                .forEach(name -> topic.next(name, named(name), () -> unchecked(() -> execute("CHECKPOINT"))));
        String page = Files.readString(Path.of("../docs/collector.md"));
        assertThat(unknown(server).stream().anyMatch(text -> text.contains("from version 16 on")))
                .as("what this version does not count")
                .isEqualTo(!countsIo);

        assertThat(topic.all())
                .extracting(SampleEvent::metricName)
                .doesNotContainNull()
                .isNotEmpty();
        assertThat(topic.all().stream().map(SampleEvent::metricName).distinct())
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        assertThat(topic.all().stream()
                        .flatMap(sample -> sample.metadata().keySet().stream())
                        .distinct())
                .allSatisfy(label -> assertThat(page).contains("`" + label + "`"));
        SamplePublisher publisher = server.bean(SamplePublisher.class);
        await("what was produced")
                .atMost(Duration.ofMinutes(3))
                .until(() -> publisher.sent() > 0 && publisher.produced() == publisher.sent() + publisher.dropped());
        assertThat(server.json("/health/detailed").at("/collector/readings"))
                .isNotEmpty()
                .allSatisfy(reading -> {
                    assertThat(reading.get("detail").isNull())
                            .as(reading.toString())
                            .isTrue();
                });
    }

    @Test
    void anInstanceThatIsUseless_stepsBackForAnother_andALaneSurvivesAnError() {
        try (QueryServer idle = QueryServer.settings()
                .postgres(Backends.postgres().createDatabase("collector_out"))
                .with("tidemark.monitored.postgres.url", postgres.createDatabase("collector_foreign"))
                .start()) {
            ApplicationContext context = idle.bean(ApplicationContext.class);
            var store = context.getBean(DedicatedConnections.class, Qualifiers.byName(Databases.STORE));
            ElectionQueries ofFirst = new ElectionQueries(store);
            ElectionQueries ofSecond = new ElectionQueries(store);
            Election first = new Election(ofFirst, Duration.ZERO);
            Election second = new Election(ofSecond, Duration.ZERO);
            first.start(() -> true);
            await("the first").atMost(Duration.ofMinutes(3)).until(first::isElected);
            assertThat(ofFirst.hasOthers()).as("alone it stays").isFalse();
            second.start(() -> false);
            await("the second").atMost(Duration.ofMinutes(3)).until(() -> second.isElected() && !first.isElected());
            withoutLogin(context, second);
            first.close();
            second.close();
            ofFirst.close();
            ofSecond.close();
        }
    }

    /** No user is set for the monitored server, which is no failure; a task that failed with an error is run again. */
    private static void withoutLogin(ApplicationContext context, Election elected) {
        MonitoredQueries monitored = new MonitoredQueries(
                context.getBean(DedicatedConnections.class, Qualifiers.byName(Databases.MONITORED)));
        Task question =
                new QuestionTask(PostgresQuestions.CONNECTIONS, context.getBean(CollectorSettings.class), monitored);
        Task broken = new BrokenAtFirst();
        SamplePublisher publisher = context.getBean(SamplePublisher.class);
        Lane lane = new Lane(
                "A server", "server", List.of(question, broken), elected, publisher, Clock.systemUTC(), () -> {});
        lane.start();
        TaskState ofBroken = Objects.requireNonNull(lane.states().get(broken));
        await("the second run").atMost(Duration.ofMinutes(3)).until(() -> ofBroken.readings() > 0);
        TaskState ofQuestion = Objects.requireNonNull(lane.states().get(question));
        assertThat(ofBroken.failures()).isEqualTo(1);
        assertThat(ofQuestion.newest().unknown())
                .singleElement()
                .extracting(Unknown::remedy)
                .asString()
                .contains("TIDEMARK_MONITORED_POSTGRES_USER");
        assertThat(ofQuestion.failures()).isZero();
        assertThat(publisher.produced()).isZero();
        lane.close();
    }

    private static final class BrokenAtFirst implements Task {
        private boolean ran;

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public Duration interval() {
            return Duration.ofMillis(100);
        }

        @Override
        public List<Unknown> run(Samples samples) {
            if (!ran) {
                ran = true;
                throw new StackOverflowError("on purpose");
            }
            return List.of();
        }

        @Override
        public void reset() {}
    }

    private SampleEvent postgres(String name) {
        return topic.next(name, named(name).and(type(MetricType.POSTGRES)).and(ofTheServer()));
    }

    private SampleEvent redis(String name) {
        return topic.next(name, named(name).and(type(MetricType.REDIS)));
    }

    private static Predicate<SampleEvent> ofTheServer() {
        return sample -> String.valueOf(sample.instance()).endsWith("/" + DATABASE);
    }

    private static Predicate<SampleEvent> named(String name) {
        return sample -> sample.metricName().equals(name);
    }

    private static Predicate<SampleEvent> type(MetricType type) {
        return sample -> sample.metricType() == type;
    }

    private static Predicate<SampleEvent> labelled(String label, String value) {
        return sample -> value.equals(sample.metadata().get(label));
    }

    private static boolean isElected(QueryServer server) {
        return server.json("/health/detailed").at("/collector/elected").asBoolean();
    }

    private static List<String> unknown(QueryServer server) {
        JsonNode unknown = server.json("/health/detailed").at("/collector/unknown");
        return Stream.iterate(0, i -> i < unknown.size(), i -> i + 1)
                .map(i -> unknown.get(i).toString())
                .toList();
    }

    private void setUser(String... rules) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8).add("SETUSER");
        Stream.of(rules).forEach(arguments::add);
        withRedis(commands -> commands.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments));
    }

    private double waiters() throws SQLException {
        return number("SELECT count(*) FROM pg_locks WHERE NOT granted");
    }

    private static Thread waiting(Connection connection, String sql) {
        return Thread.ofVirtual()
                .start(() -> unchecked(() -> {
                    try (var statement = connection.createStatement()) {
                        connection.setAutoCommit(false);
                        statement.execute(sql);
                        connection.rollback();
                    }
                }));
    }

    private interface Work {
        void run() throws SQLException;
    }

    private static void unchecked(Work work) {
        try {
            work.run();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.connect(DATABASE);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = postgres.connect(DATABASE)) {
            return text(connection, sql);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private double number(String sql) throws SQLException {
        return Double.parseDouble(text(sql));
    }

    private void withRedis(Consumer<RedisCommands<String, String>> work) {
        try (RedisClient client = RedisClient.create(redis.uri().toString());
                var connection = client.connect()) {
            work.accept(connection.sync());
        }
    }
}
