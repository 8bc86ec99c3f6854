package dev.tidemark.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.processor.sink.Database;
import dev.tidemark.processor.sink.postgres.Migrations;
import dev.tidemark.processor.topics.TopicDeclaration;
import dev.tidemark.wire.event.Series;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** The environment of a scenario: its own broker and database, traffic, processors, and the final verdict. */
final class Scenario implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** How long counters may take from a processor through the samples topic to PostgreSQL, even on a busy machine. */
    private static final Duration COUNTERS_PATIENCE = Duration.ofSeconds(60);
    /** How long a control keeps checking, in case the only complaint is that counters are not stored yet. */
    private static final Duration CONTROL_LOOKS = Duration.ofSeconds(6);

    private static final Map<String, String> QUICK = Map.of(
            "tidemark.commit.interval", "200ms",
            "tidemark.threads", "1",
            "tidemark.sample.interval", "1s",
            "tidemark.sink.batch.interval", "50ms",
            "tidemark.sink.session.timeout", "6s",
            "tidemark.sink.retry.max", "500ms",
            "tidemark.sink.heartbeat", "500ms",
            "tidemark.processor.http.port", "0");

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final String title;
    private final Path folder;
    private final Map<String, String> settings = new HashMap<>(QUICK);
    private final SettledState settled;
    private int faults;
    private long lastFaultNanos = System.nanoTime();

    final String bootstrapServers;
    final Database database;
    final Ledger ledger = new Ledger();

    /** Uses its own broker and the PostgreSQL server shared by all tests. */
    static Scenario on(String title, Path folder) {
        return on(title, folder, Backends.postgres());
    }

    static Scenario on(String title, Path folder, PostgresServer postgres) {
        KafkaBroker kafka = new KafkaBroker(KafkaSettings.temporary());
        kafka.start();
        Scenario scenario = new Scenario(title, folder, kafka.bootstrapServers(), postgres);
        scenario.parts.addLast(kafka);
        return scenario;
    }

    /** @param title its line in the table, which shows "no verdict" until there is one */
    Scenario(String title, Path folder, String bootstrapServers, PostgresServer postgres) {
        this.title = title;
        new Row(title, 0, 0, 0, 0, 0, 0, "NO VERDICT").write();
        this.folder = folder;
        this.bootstrapServers = bootstrapServers;
        new TopicDeclaration(Map.of("bootstrap.servers", bootstrapServers), Duration.ofSeconds(60), -1).declare();
        this.database = Database.empty(postgres);
        new Migrations(database.settings()).run(Duration.ofSeconds(60));
        this.settled = with(new SettledState(bootstrapServers, database));
        settings.put("tidemark.kafka.bootstrap.servers", bootstrapServers);
        settings.put("tidemark.postgres.url", database.settings().url());
        settings.put("tidemark.postgres.user", database.settings().user());
        settings.put("tidemark.postgres.password", database.settings().password());
    }

    private <P extends AutoCloseable> P with(P part) {
        parts.addFirst(part);
        return part;
    }

    /** For processors that are created from now on. */
    Scenario set(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    Traffic traffic() {
        return traffic(new TrafficGenerator(42));
    }

    Traffic traffic(Supplier<Outgoing> source) {
        return with(new Traffic(bootstrapServers, source, ledger));
    }

    /** The real processor, not started yet. */
    Processor processor(String name) {
        return processor(name, 256, null);
    }

    /** A processor with failpoints, optionally without some mechanisms. */
    Processor faulty(String name, Mechanism... without) {
        return processor(name, 256, List.of(without));
    }

    Processor processor(String name, int heapMegabytes, @Nullable List<Mechanism> without) {
        return with(new Processor(folder.resolve(name), settings, heapMegabytes, without));
    }

    /** The processor of another version. */
    Processor processor(String name, Path jar) {
        return with(new Processor(jar, folder.resolve(name), settings));
    }

    /** Counts a fault; the recovery time starts with the last one. */
    void fault() {
        faults++;
        lastFaultNanos = System.nanoTime();
    }

    /** The last fault ends only now. */
    void faultEnds() {
        lastFaultNanos = System.nanoTime();
    }

    long stored() {
        return database.number("SELECT count(*) FROM request");
    }

    /** Waits until this many more rows are stored. */
    void awaitStored(long more) {
        long before = stored();
        await("another " + more + " rows", () -> stored() >= before + more);
    }

    /** Waits until this many more requests are counted in stored windows. */
    void awaitCounted(long more) {
        long before = counted();
        await("another " + more + " requests in windows", () -> counted() >= before + more);
    }

    /** The number of requests counted in stored windows. */
    long counted() {
        return database.number("SELECT sum(count)::bigint FROM rollup_10s");
    }

    /** The sum of the processors' counters. */
    long counter(String name) {
        return ContentsReader.counter(database, name);
    }

    /** Waits until the processors have handled everything; nothing may be produced meanwhile. */
    void awaitSettled() {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> settled.openWork().isEmpty());
            Awaitility.await("windows of all tiers").atMost(PATIENCE).until(settled::isPublished);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not done within " + PATIENCE + ": " + settled.openWork(), e);
        }
    }

    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }

    /** Waits until the sink of a topic has polled and written this many more times, with or without records. */
    void awaitHeartbeats(String topic, int times) {
        String oldest = "SELECT min(updated_at) FROM sink_offset WHERE topic = '" + topic + "'";
        for (int i = 0; i < times; i++) {
            String before = database.value(oldest);
            await(
                    "a heartbeat of the sink of " + topic,
                    () -> !database.value(oldest).equals(before));
        }
    }

    /** The duration of a fault. */
    static void letPass(Duration time) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollDelay(time)
                .atMost(time.plusSeconds(30))
                .until(() -> true);
    }

    /** Expects the checker to find nothing wrong, once the processors have finished. */
    void assertExact() {
        Ledger.Expected expected = ledger.expected();
        assertNone(found -> Checker.violations(expected, found));
    }

    /** The same, with series mapped by {@code view} and windows of equal series merged. */
    void assertExact(UnaryOperator<Series> view) {
        Ledger.Expected expected = ledger.expected(view);
        assertNone(found -> Checker.violations(expected, found.seen(view)));
    }

    /** The same, as seen by somebody who knows no parts of requests. */
    void assertExactButForParts() {
        Ledger.Expected expected = ledger.expected().withoutParts();
        assertNone(found -> Checker.violations(expected, found.withoutParts()));
    }

    private void assertNone(Function<Contents, List<String>> check) {
        List<String> violations = verdict(check, COUNTERS_PATIENCE, found -> found.isEmpty() ? "exact" : "VIOLATED");
        assertThat(violations).as(title).isEmpty();
    }

    /** Negative control: expects the checker to complain of {@code what}. */
    void assertViolated(String what) {
        assertViolated(what, found -> Checker.violations(ledger.expected(), found));
    }

    /** Negative control for another check. */
    void assertViolated(String what, Function<Contents, List<String>> check) {
        Predicate<String> complaint = violation -> violation.contains(what);
        List<String> violations = verdict(
                check,
                CONTROL_LOOKS,
                found -> found.stream().anyMatch(complaint) ? "detected, as expected" : "NOT DETECTED");
        assertThat(violations).as(title).anyMatch(complaint);
    }

    private List<String> verdict(
            Function<Contents, List<String>> check, Duration patience, Function<List<String>, String> word) {
        awaitSettled();
        double recovery = (System.nanoTime() - lastFaultNanos) / 1e9;
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Contents found = ContentsReader.read(bootstrapServers, database);
            List<String> violations = check.apply(found);
            if (violations.isEmpty() || System.nanoTime() > deadline) {
                new Row(
                                title,
                                faults,
                                ledger.produced(),
                                found.rowCount(),
                                found.deadLetterCount(),
                                found.lost(),
                                recovery,
                                word.apply(violations))
                        .write();
                return violations;
            }
        }
    }

    @Override
    public void close() throws Exception {
        while (!parts.isEmpty()) {
            parts.removeFirst().close();
        }
    }
}
