package dev.tidemark.query.diagnosis.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.attribute.Part;
import dev.tidemark.query.diagnosis.attribute.Side;
import dev.tidemark.query.diagnosis.attribute.Side.CallSums;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import dev.tidemark.query.diagnosis.cause.Evidence.Called;
import dev.tidemark.query.diagnosis.cause.Evidence.Instance;
import dev.tidemark.query.diagnosis.cause.Evidence.Siblings;
import dev.tidemark.query.diagnosis.detect.Deviation;
import dev.tidemark.wire.parts.PartTotals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each kind of cause alone (positive), without what makes it one (negative), and beside another (mixed). */
class InspectionsTest {
    static final Instant ONSET = Instant.parse("2026-11-27T14:00:00Z");
    private static final Instant END = ONSET.plusSeconds(120);
    private static final Endpoint ORDERS = new Endpoint(1, "shop", "GET", "/orders/{id}");
    static final Operation SELECT = new Operation("db", "shop", "SELECT * FROM orders WHERE id = ?");
    static final Operation POOL = new Operation("pool", "main", "getConnection");
    private static final Operation GET = new Operation("redis", "cache:6379", "GET product:*");
    static final Operation STOCK = new Operation("http", "inventory:8082", "GET /stock/{sku}");

    static final Explainer EXPLAINER = Explainer.standard();

    /** A request's calls: how many, how long each, how many fail, and the hits of a read. */
    record Calls(Operation operation, double count, double millis, double errors, double hits) {
        Calls(Operation operation, double count, double millis) {
            this(operation, count, millis, 0, 0);
        }
    }

    /** A thousand requests with these calls and {@code own} milliseconds of the application. */
    static Side side(double own, Calls... calls) {
        Map<Part, Double> parts = new HashMap<>();
        Map<Operation, CallSums> sums = new HashMap<>();
        for (Calls call : calls) {
            for (Part part : Part.values()) {
                if (part.label().startsWith(call.operation.kind())) {
                    parts.merge(part, call.count * call.millis, Double::sum);
                }
            }
            double count = 1000 * call.count;
            boolean isRead = call.operation.equals(GET);
            sums.put(
                    call.operation,
                    new CallSums(
                            count,
                            1000 * call.errors,
                            count * call.millis * 1000,
                            isRead ? count * call.hits : 0,
                            isRead ? count * (1 - call.hits) : 0));
        }
        double sum =
                own + parts.values().stream().mapToDouble(Double::doubleValue).sum();
        return new Side(
                1000,
                sum * 1e6,
                new PartTotals(
                        1000,
                        micros(sum),
                        micros(parts, Part.DB),
                        0,
                        micros(parts, Part.POOL_WAIT),
                        micros(parts, Part.REDIS),
                        0,
                        micros(parts, Part.HTTP),
                        0),
                sums);
    }

    private static long micros(Map<Part, Double> parts, Part part) {
        return micros(parts.getOrDefault(part, 0.0));
    }

    private static long micros(double millis) {
        return Math.round(millis * 1e6);
    }

    static Shift slow(Side before, Side after) {
        return shift(Deviation.Kind.SLOW, figures(before, 0), figures(after, 0), Attribution.of(before, after));
    }

    private static Shift failing(Side before, Side after, double errors) {
        return shift(Deviation.Kind.FAILING, figures(before, 0), figures(after, errors), Attribution.of(before, after));
    }

    private static Figures figures(Side side, double errors) {
        return new Figures(side.requests(), 120, side.meanMillis(), null, 0, errors);
    }

    private static Shift shift(Deviation.Kind kind, Figures before, Figures after, @Nullable Attribution attribution) {
        return new Shift(kind, "shop", ORDERS, ONSET, END, before, after, attribution);
    }

    private static Gauge gauge(String type, String name, Map<String, String> labels, double before, double after) {
        return new Gauge(
                type,
                name,
                type.equals("system") ? "shop" : "tidemark-collector",
                "shop-1",
                labels,
                before,
                after,
                after);
    }

    static Gauge host(String name, double before, double after) {
        return gauge(
                "system",
                name,
                Map.of("host", "h1", "device", "sda", "mount", "/data", "process", "backup"),
                before,
                after);
    }

    private static Evidence gauges(Gauge... gauges) {
        return new Evidence(List.of(gauges), Map.of(), Map.of(), List.of(), List.of(), new Siblings(0, 0));
    }

    static List<Kind> kinds(Shift shift, Evidence evidence) {
        return EXPLAINER.explain(shift, evidence).causes().stream()
                .map(Cause::kind)
                .toList();
    }

    static Cause first(Shift shift, Evidence evidence) {
        return EXPLAINER.explain(shift, evidence).causes().getFirst();
    }

    static final Side USUAL = side(
            5,
            new Calls(SELECT, 1, 2),
            new Calls(POOL, 1, 0.1),
            new Calls(GET, 2, 0.5, 0, 0.9),
            new Calls(STOCK, 1, 5));
    static final Shift STATEMENT = slow(
            USUAL,
            side(
                    5,
                    new Calls(SELECT, 1, 102),
                    new Calls(POOL, 1, 0.1),
                    new Calls(GET, 2, 0.5, 0, 0.9),
                    new Calls(STOCK, 1, 5)));
    static final Shift OWN = slow(
            USUAL,
            side(
                    105,
                    new Calls(SELECT, 1, 2),
                    new Calls(POOL, 1, 0.1),
                    new Calls(GET, 2, 0.5, 0, 0.9),
                    new Calls(STOCK, 1, 5)));
    private static final Shift FAILING = failing(USUAL, USUAL, 200);

    private static Gauge lock(double sessions) {
        return gauge(
                "postgres",
                "blocked_sessions_count",
                Map.of("pid", "812", "application", "psql", "state", "idle in transaction", "queryid", "42"),
                0,
                sessions);
    }

    @Test
    void slowStatement_isNamedWithItsShare() {
        Cause cause = first(STATEMENT, Evidence.NONE);
        assertThat(cause.kind()).isEqualTo(Kind.SLOW_STATEMENT);
        assertThat(cause.culprit()).isEqualTo(SELECT.name());
        assertThat(cause.share()).isCloseTo(1, within(0.01));
        assertThat(cause.text()).contains("takes 102 ms instead of 2.0 ms");
        assertThat(kinds(OWN, Evidence.NONE)).isEmpty();
    }

    @Test
    void twoCauses_areBothNamed_withTheirShares() {
        Shift both = slow(
                USUAL,
                side(
                        5,
                        new Calls(SELECT, 1, 62),
                        new Calls(POOL, 1, 0.1),
                        new Calls(GET, 2, 0.5, 0, 0.9),
                        new Calls(STOCK, 1, 45)));
        List<Cause> causes = EXPLAINER.explain(both, Evidence.NONE).causes();
        assertThat(causes.stream().map(Cause::kind)).containsExactly(Kind.SLOW_STATEMENT, Kind.SLOW_DOWNSTREAM);
        assertThat(causes.getFirst().share()).isCloseTo(0.6, within(0.01));
        assertThat(causes.getLast().share()).isCloseTo(0.4, within(0.01));
    }

    @Test
    void moreCalls_areNPlusOne() {
        Shift more = slow(
                USUAL,
                side(
                        5,
                        new Calls(SELECT, 41, 2),
                        new Calls(POOL, 1, 0.1),
                        new Calls(GET, 2, 0.5, 0, 0.9),
                        new Calls(STOCK, 1, 5)));
        Cause cause = first(more, Evidence.NONE);
        assertThat(cause.kind()).isEqualTo(Kind.MORE_CALLS);
        assertThat(cause.text())
                .contains("makes 41 calls")
                .contains("instead of 1.0")
                .contains("N+1");
        assertThat(kinds(more, Evidence.NONE)).containsExactly(Kind.MORE_CALLS);
        assertThat(kinds(STATEMENT, Evidence.NONE)).doesNotContain(Kind.MORE_CALLS);
    }

    @Test
    void lockChain_isNamedInsteadOfTheStatementThatWaits() {
        Evidence evidence = gauges(lock(14), gauge("postgres", "blocking_seconds", Map.of("pid", "812"), 0, 45));
        assertThat(kinds(STATEMENT, evidence)).containsExactly(Kind.LOCK_CHAIN);
        Cause cause = first(STATEMENT, evidence);
        assertThat(cause.text())
                .isEqualTo(
                        "PostgreSQL pid 812 (psql), idle in transaction for 45 s, blocks 14 sessions; its statement is"
                                + " queryid 42");
        assertThat(cause.action()).contains("pg_terminate_backend(812)");
        assertThat(cause.share()).isCloseTo(1, within(0.01));
        // Somebody waits for a lock, but these requests do not.
        assertThat(kinds(OWN, evidence)).isEmpty();
        assertThat(kinds(STATEMENT, gauges(lock(0)))).containsExactly(Kind.SLOW_STATEMENT);
    }

    @Test
    void pool_isNamed_butIsAConsequenceOfASlowStatement() {
        Shift wait = slow(
                USUAL,
                side(
                        5,
                        new Calls(SELECT, 1, 2),
                        new Calls(POOL, 1, 400),
                        new Calls(GET, 2, 0.5, 0, 0.9),
                        new Calls(STOCK, 1, 5)));
        assertThat(kinds(wait, Evidence.NONE)).containsExactly(Kind.POOL_EXHAUSTED);
        assertThat(first(wait, Evidence.NONE).culprit()).isEqualTo("pool main");
        assertThat(kinds(wait, gauges(gauge("postgres", "connections_percent", Map.of(), 20, 98))))
                .containsExactly(Kind.SERVER_CONNECTIONS);
        assertThat(kinds(wait, gauges(gauge("postgres", "connections_percent", Map.of(), 20, 60))))
                .containsExactly(Kind.POOL_EXHAUSTED);

        Shift held = slow(
                USUAL,
                side(
                        5,
                        new Calls(SELECT, 1, 202),
                        new Calls(POOL, 1, 200),
                        new Calls(GET, 2, 0.5, 0, 0.9),
                        new Calls(STOCK, 1, 5)));
        assertThat(kinds(held, Evidence.NONE)).containsExactly(Kind.SLOW_STATEMENT);
        assertThat(first(held, Evidence.NONE).share()).isCloseTo(1, within(0.01));
    }

    @Test
    void redis_slowCommandAndSlowServer_areToldApart() {
        Shift redis = slow(
                USUAL,
                side(
                        5,
                        new Calls(SELECT, 1, 2),
                        new Calls(POOL, 1, 0.1),
                        new Calls(GET, 2, 60, 0, 0.9),
                        new Calls(STOCK, 1, 5)));
        assertThat(kinds(redis, Evidence.NONE)).containsExactly(Kind.REDIS_SLOW);
        assertThat(first(redis, Evidence.NONE).text()).doesNotContain("PING");
        assertThat(first(redis, gauges(gauge("redis", "ping_ms", Map.of(), 0.3, 55)))
                        .text())
                .contains("even a PING takes 55 ms");
        Gauge busy = gauge("redis", "command_time_percent", Map.of("command", "sunionstore"), 0, 52);
        assertThat(first(redis, gauges(busy)).culprit()).isEqualTo("SUNIONSTORE");
        assertThat(first(redis, gauges(busy)).text())
                .contains(", because SUNIONSTORE keeps Redis busy for 52 % of the time");
        Gauge usual = gauge("redis", "command_time_percent", Map.of("command", "sunionstore"), 30, 52);
        assertThat(first(redis, gauges(usual)).text()).doesNotContain("SUNIONSTORE");
        assertThat(kinds(STATEMENT, gauges(gauge("redis", "ping_ms", Map.of(), 0.3, 55))))
                .containsExactly(Kind.SLOW_STATEMENT);
    }

    @Test
    void hitRate_isTheReasonOfMoreCalls_andEvictionsThatOfTheHitRate() {
        Side cached = side(5, new Calls(GET, 2, 0.5, 0, 0.95), new Calls(SELECT, 0.1, 40));
        Shift missing = slow(cached, side(5, new Calls(GET, 2, 0.5, 0, 0.1), new Calls(SELECT, 1.8, 40)));
        assertThat(kinds(missing, Evidence.NONE)).containsExactly(Kind.HIT_RATE);
        assertThat(first(missing, Evidence.NONE).text())
                .isEqualTo("only 10 % of the reads of product:* find their key, instead of 95 %");
        Evidence evicting = gauges(
                gauge("redis", "evicted_keys", Map.of(), 0, 500), gauge("redis", "memory_percent", Map.of(), 80, 100));
        assertThat(kinds(missing, evicting)).containsExactly(Kind.EVICTIONS);
        assertThat(first(missing, evicting).text())
                .startsWith("Redis evicts 100 keys/s")
                .endsWith("100 % full");
        assertThat(kinds(STATEMENT, evicting)).containsExactly(Kind.SLOW_STATEMENT);
        assertThat(kinds(missing, gauges(gauge("redis", "evicted_keys", Map.of(), 500, 500))))
                .containsExactly(Kind.HIT_RATE);
    }

    private static final Shift CALLER = slow(
            USUAL,
            side(
                    5,
                    new Calls(SELECT, 1, 2),
                    new Calls(POOL, 1, 0.1),
                    new Calls(GET, 2, 0.5, 0, 0.9),
                    new Calls(STOCK, 1, 305)));

    private static Evidence called(double before, double after, List<Cause> causes) {
        return called(CALLER, before, new Figures(1000, 120, after, null, 0, 0), causes);
    }

    /** That the inventory answers the HTTP calls of {@code caller}. */
    private static Evidence called(Shift caller, double before, Figures after, List<Cause> causes) {
        Attribution attribution = Objects.requireNonNull(caller.attribution());
        Shift callee = new Shift(
                caller.kind(),
                "inventory",
                new Endpoint(2, "inventory", "GET", "/stock/{id}"),
                ONSET,
                END,
                new Figures(1000, 3600, before, null, 0, 0),
                after,
                null);
        return new Evidence(
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(new Called(attribution.of(Part.HTTP).operations().getFirst(), callee, causes)),
                new Siblings(0, 0));
    }

    @Test
    void slowDownstream_isFollowedToItsCause() {
        Cause lock = new Cause(Kind.LOCK_CHAIN, 0.9, Part.DB, "pid 7", "pid 7 blocks 3 sessions", "end pid 7");
        Cause cause = first(CALLER, called(4, 290, List.of(lock)));
        assertThat(cause.kind()).isEqualTo(Kind.SLOW_DOWNSTREAM);
        assertThat(cause.text()).contains("because at inventory GET /stock/{id} pid 7 blocks 3 sessions");
        assertThat(cause.root()).isEqualTo(lock);
        assertThat(cause.action()).isEqualTo("end pid 7");

        assertThat(first(CALLER, called(4, 5, List.of())).text())
                .contains("though inventory GET /stock/{id} itself takes 5.0 ms");
        assertThat(first(CALLER, Evidence.NONE).action()).contains("sends nothing to Tidemark");
        assertThat(kinds(STATEMENT, Evidence.NONE)).doesNotContain(Kind.SLOW_DOWNSTREAM);
    }

    @Test
    void failingCalls_areNamed() {
        Shift http = failing(USUAL, side(5, new Calls(SELECT, 1, 2), new Calls(STOCK, 1, 5, 0.25, 0)), 240);
        assertThat(kinds(http, Evidence.NONE)).containsExactly(Kind.FAILING_DOWNSTREAM);
        assertThat(first(http, Evidence.NONE).text())
                .startsWith("25 % of the calls GET /stock/{sku} of inventory:8082 fail");
        Shift sql = failing(USUAL, side(5, new Calls(SELECT, 1, 2, 0.25, 0), new Calls(STOCK, 1, 5)), 240);
        assertThat(kinds(sql, Evidence.NONE)).containsExactly(Kind.FAILING_STATEMENT);
        Shift both = failing(USUAL, side(5, new Calls(SELECT, 1, 2, 0.1, 0), new Calls(STOCK, 1, 5, 0.2, 0)), 300);
        assertThat(kinds(both, Evidence.NONE)).containsExactly(Kind.FAILING_DOWNSTREAM, Kind.FAILING_STATEMENT);
        assertThat(kinds(FAILING, Evidence.NONE)).isEmpty();
    }

    @Test
    void failingCalls_ofAServiceThatIsKnown_nameIt_andSayIfItReportsNoRequests() {
        Operation byAddress = new Operation("http", "10.0.0.7:8082", "GET /inventory/{sku}");
        Shift shift = failing(side(5, new Calls(byAddress, 1, 5)), side(5, new Calls(byAddress, 1, 5, 0.25, 0)), 240);
        Evidence answering = called(shift, 5, new Figures(900, 120, 5.0, null, 0, 0), List.of());
        assertThat(first(shift, answering).text())
                .isEqualTo("25 % of the calls GET /inventory/{sku} of 10.0.0.7:8082 (inventory) fail");
        Evidence away = called(shift, 5, Figures.NONE, List.of());
        assertThat(first(shift, away).text())
                .endsWith(" of 10.0.0.7:8082 (inventory) fail, and inventory reports no requests");
        assertThat(first(shift, away).action()).isEqualTo("look at inventory");
        assertThat(first(shift, Evidence.NONE).text()).endsWith(" of 10.0.0.7:8082 fail");
    }

    @Test
    void fewFailingCalls_areNamed_ifTheyAreAFifthOfTheErrors() {
        Side few = side(5, new Calls(SELECT, 1, 2), new Calls(STOCK, 1, 5, 0.02, 0));
        assertThat(kinds(failing(USUAL, few, 25), Evidence.NONE)).containsExactly(Kind.FAILING_DOWNSTREAM);
        assertThat(kinds(failing(USUAL, few, 400), Evidence.NONE)).isEmpty();
        Side before = side(5, new Calls(SELECT, 1, 2), new Calls(STOCK, 1, 5, 0.01, 0));
        assertThat(kinds(failing(before, few, 25), Evidence.NONE)).as("usual").isEmpty();
    }

    @Test
    void failingCalls_thatWereNotMadeBefore_areAChangeOfTheCaller() {
        Side before = side(5, new Calls(SELECT, 1, 2));
        Side after = side(5, new Calls(SELECT, 1, 2), new Calls(STOCK, 1, 5, 0.5, 0));
        Cause cause = first(failing(before, after, 500), Evidence.NONE);
        assertThat(cause.kind()).isEqualTo(Kind.FAILING_DOWNSTREAM);
        assertThat(cause.culprit()).isEqualTo(ORDERS.text());
        assertThat(cause.text()).contains("which it did not before");
        assertThat(first(failing(USUAL, after, 500), Evidence.NONE).culprit())
                .isEqualTo("GET /stock/{sku} of inventory:8082");
    }

    @Test
    void standardExplainer_hasEveryInspection() {
        long inspections = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackagesOf(Inspection.class)
                        .stream()
                        .filter(type -> type.isAssignableTo(Inspection.class) && !type.isInterface())
                        .filter(type -> !type.getSimpleName().startsWith("$"))
                        .count();
        Explanation explanation = EXPLAINER.explain(FAILING, Evidence.NONE);
        assertThat(explanation.ruledOut().size() + explanation.notChecked().size())
                .isEqualTo((int) inspections);
    }

    @Test
    void backends_thatAreAway_areNamed() {
        Gauge postgres = gauge("postgres", "connected", Map.of(), 1, 0.1);
        assertThat(kinds(FAILING, gauges(postgres))).containsExactly(Kind.POSTGRES_AWAY);
        assertThat(kinds(FAILING, gauges(gauge("redis", "connected", Map.of(), 1, 0))))
                .containsExactly(Kind.REDIS_AWAY);
        assertThat(kinds(FAILING, gauges(gauge("redis", "connected", Map.of(), 0, 0))))
                .as("as it was before")
                .isEmpty();
        assertThat(kinds(STATEMENT, gauges(postgres))).containsExactly(Kind.POSTGRES_AWAY);
    }

    @Test
    void garbageCollection_isNamed_ifTheApplicationItselfIsSlower() {
        Gauge gc = host("jvm_gc_percent", 0.5, 35);
        assertThat(kinds(OWN, gauges(gc))).containsExactly(Kind.GC_PRESSURE);
        assertThat(first(OWN, gauges(gc)).culprit()).isEqualTo("the JVM shop-1");
        assertThat(kinds(STATEMENT, gauges(gc))).containsExactly(Kind.SLOW_STATEMENT);
        assertThat(kinds(OWN, gauges(host("jvm_gc_percent", 6, 7)))).isEmpty();
        assertThat(kinds(OWN, gauges(host("jvm_gc_percent", 0.5, 1), host("jvm_gc_longest_pause_ms", 20, 900))))
                .containsExactly(Kind.GC_PRESSURE);
    }

    @Test
    void deadlock_isNamed() {
        assertThat(kinds(FAILING, gauges(host("jvm_deadlocked_threads", 0, 2)))).containsExactly(Kind.JVM_DEADLOCK);
        assertThat(kinds(FAILING, gauges(host("jvm_deadlocked_threads", 0, 0)))).isEmpty();
    }

    @Test
    void processors_areNamed_ifTheApplicationOrEverythingIsSlower() {
        Gauge busy = host("cpu_percent", 30, 99);
        assertThat(kinds(OWN, gauges(busy, host("process_cpu_percent", 1, 60)))).containsExactly(Kind.CPU_SATURATION);
        assertThat(first(OWN, gauges(busy, host("process_cpu_percent", 1, 60))).text())
                .isEqualTo("the processors of host h1 are 99 % busy, 30 % before; the process backup takes 60 %");
        assertThat(kinds(STATEMENT, gauges(busy))).containsExactly(Kind.SLOW_STATEMENT);
        assertThat(kinds(OWN, gauges(host("cpu_percent", 97, 99)))).isEmpty();
        assertThat(kinds(
                        OWN,
                        gauges(host("cpu_percent", 97, 99), host("cpu_count", 2, 2), host("load_average_1m", 3, 12))))
                .containsExactly(Kind.CPU_SATURATION);
        assertThat(kinds(OWN, gauges(host("cpu_percent", 20, 30), host("cgroup_cpu_throttled_percent", 0, 80))))
                .containsExactly(Kind.CPU_THROTTLED);
        assertThat(kinds(OWN, gauges(host("cpu_percent", 20, 30), host("cgroup_cpu_throttled_percent", 75, 80))))
                .isEmpty();
    }

    @Test
    void memory_isNamed() {
        Gauge memory = host("memory_percent", 60, 70);
        assertThat(kinds(OWN, gauges(memory))).isEmpty();
        assertThat(kinds(OWN, gauges(memory, host("swap_in_bytes_per_second", 0, 9e6))))
                .containsExactly(Kind.MEMORY_PRESSURE);
        assertThat(kinds(OWN, gauges(host("memory_percent", 80, 98.5)))).containsExactly(Kind.MEMORY_PRESSURE);
        assertThat(kinds(FAILING, gauges(memory, host("cgroup_oom_kills", 3, 4))))
                .containsExactly(Kind.MEMORY_PRESSURE);
        assertThat(kinds(STATEMENT, gauges(memory, host("swap_in_bytes_per_second", 0, 9e6))))
                .containsExactly(Kind.SLOW_STATEMENT);
    }

    @Test
    void whatWasSoBefore_isNoCause() {
        Shift refused = shift(Deviation.Kind.REFUSED, figures(USUAL, 0), figures(USUAL, 0), null);
        Evidence disk = gauges(host("disk_percent", 98.5, 98.5));
        assertThat(EXPLAINER.explain(FAILING, disk).isEnough()).isFalse();
        assertThat(kinds(refused, disk)).isEmpty();
        assertThat(EXPLAINER
                        .explain(FAILING, gauges(host("disk_percent", 98.5, 100)))
                        .isEnough())
                .isTrue();
        Evidence connections = gauges(gauge("postgres", "connections_percent", Map.of(), 92, 92));
        assertThat(kinds(FAILING, connections)).isEmpty();
        assertThat(kinds(FAILING, gauges(gauge("postgres", "connections_percent", Map.of(), 60, 92))))
                .containsExactly(Kind.SERVER_CONNECTIONS);
    }

    @Test
    void lockOfAMoment_isNoCause() {
        Gauge moment = gauge("postgres", "blocking_seconds", Map.of("pid", "812"), 0, 1);
        Gauge minute = gauge("postgres", "blocking_seconds", Map.of("pid", "812"), 0, 60);
        Gauge routine = gauge("postgres", "blocked_sessions_count", Map.of("pid", "7"), 2, 2);
        assertThat(kinds(STATEMENT, gauges(lock(1), moment))).containsExactly(Kind.SLOW_STATEMENT);
        assertThat(kinds(STATEMENT, gauges(lock(1), minute))).containsExactly(Kind.LOCK_CHAIN);
        assertThat(kinds(STATEMENT, gauges(lock(2), routine))).containsExactly(Kind.SLOW_STATEMENT);
        assertThat(kinds(STATEMENT, gauges(lock(3), routine))).containsExactly(Kind.LOCK_CHAIN);
        assertThat(kinds(FAILING, gauges(lock(6)))).as("it fails at once").isEmpty();
        assertThat(kinds(failing(USUAL, side(5, new Calls(SELECT, 2, 900)), 200), gauges(lock(6))))
                .contains(Kind.LOCK_CHAIN);
    }

    @Test
    void disks_areNamed() {
        Gauge root = host("disk_percent", 50, 50);
        assertThat(kinds(FAILING, gauges(root, host("mount_percent", 90, 99.9))))
                .containsExactly(Kind.DISK_FULL);
        assertThat(first(FAILING, gauges(root, host("mount_percent", 90, 99.9))).culprit())
                .isEqualTo("host h1 /data");
        assertThat(kinds(FAILING, gauges(root, host("mount_percent", 90, 90)))).isEmpty();
        Gauge busy = host("device_utilization_percent", 10, 99);
        assertThat(kinds(STATEMENT, gauges(busy, host("device_await_ms", 1, 60))))
                .containsExactly(Kind.DISK_SLOW);
        assertThat(kinds(STATEMENT, gauges(busy, host("device_await_ms", 1, 1))))
                .containsExactly(Kind.SLOW_STATEMENT);
    }

    @Test
    void surge_isNamed_ifRequestsAreSlower() {
        Figures before = new Figures(3600, 3600, 13.0, null, 0, 0);
        Shift surge = shift(Deviation.Kind.SLOW, before, new Figures(1200, 120, 113.0, null, 0, 0), OWN.attribution());
        assertThat(kinds(surge, Evidence.NONE)).containsExactly(Kind.TRAFFIC_SURGE);
        assertThat(first(surge, Evidence.NONE).text()).isEqualTo("10 requests/s instead of 1.0");
        assertThat(kinds(OWN, Evidence.NONE)).isEmpty();
        Shift mixed =
                shift(Deviation.Kind.SLOW, before, new Figures(1200, 120, 113.0, null, 0, 0), STATEMENT.attribution());
        assertThat(kinds(mixed, Evidence.NONE)).containsExactly(Kind.SLOW_STATEMENT, Kind.TRAFFIC_SURGE);
    }

    private static Evidence instances(Instance... instances) {
        return new Evidence(List.of(), Map.of(), Map.of(), List.of(instances), List.of(), new Siblings(0, 0));
    }

    @Test
    void silence_tellsAServiceThatIsGoneFromClientsThatStoppedCalling() {
        Shift silent = shift(Deviation.Kind.SILENT, new Figures(3600, 3600, 13.0, null, 0, 0), Figures.NONE, null);
        Instance running = new Instance("shop", "shop-1", ONSET.minusSeconds(9000), END.minusSeconds(5));
        Instance gone = new Instance("shop", "shop-1", ONSET.minusSeconds(9000), ONSET);
        assertThat(first(silent, instances(running)).text())
                .isEqualTo("the instance shop-1 runs, but no client calls it");
        assertThat(first(silent, instances(gone)).text())
                .contains("no instance of shop sends samples any more (last: shop-1)");
        assertThat(kinds(silent, instances(gone))).containsExactly(Kind.TRAFFIC_GONE);
        assertThat(kinds(OWN, instances(gone))).isEmpty();
    }

    @Test
    void restart_isNamed_ifItWasShortlyBefore() {
        Instance started = new Instance("shop", "shop-2", ONSET.minusSeconds(20), END);
        assertThat(kinds(FAILING, instances(started))).containsExactly(Kind.RESTART);
        assertThat(first(FAILING, instances(started)).text())
                .isEqualTo("instance shop-2 of shop started at 13:59:40 UTC, just before");
        assertThat(kinds(FAILING, instances(new Instance("shop", "shop-2", ONSET.minusSeconds(900), END))))
                .isEmpty();
        assertThat(kinds(STATEMENT, instances(started))).containsExactly(Kind.SLOW_STATEMENT, Kind.RESTART);
    }

    @Test
    void errors_areNamedByTypeAndRoute() {
        Evidence type = new Evidence(
                List.of(),
                Map.of("Refused", 7L),
                Map.of("Refused", 8L, "java.net.ConnectException", 190L),
                List.of(),
                List.of(),
                new Siblings(5000, 1));
        assertThat(kinds(FAILING, type)).containsExactly(Kind.NEW_ERROR_TYPE, Kind.ERRORS_OF_ONE_ROUTE);
        assertThat(first(FAILING, type).culprit()).isEqualTo("java.net.ConnectException");
        Evidence known = new Evidence(
                List.of(),
                Map.of("Refused", 7L),
                Map.of("Refused", 198L),
                List.of(),
                List.of(),
                new Siblings(5000, 900));
        assertThat(kinds(FAILING, known)).isEmpty();
    }

    @Test
    void shift_withoutACause_saysWhatWasRuledOutAndWhatNotChecked() {
        Explanation explanation = EXPLAINER.explain(OWN, gauges(host("cpu_percent", 20, 30)));
        assertThat(explanation.causes()).isEmpty();
        assertThat(explanation.isEnough()).isFalse();
        assertThat(explanation.ruledOut()).contains("the processors of the hosts", "slower statements");
        assertThat(explanation.notChecked()).contains("garbage collection", "a chain of locks in PostgreSQL");
        List<String> all = new ArrayList<>(explanation.ruledOut());
        all.addAll(explanation.notChecked());
        assertThat(all).hasSize(27).doesNotHaveDuplicates();
    }
}
