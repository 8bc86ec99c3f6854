package dev.tidemark.processor.sink.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.processor.sink.Database;
import dev.tidemark.processor.sink.RandomCalls;
import dev.tidemark.processor.sink.StoredCalls;
import dev.tidemark.processor.sink.dimension.CardinalityLimits;
import dev.tidemark.processor.sink.partition.RetentionSettings;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.sketch.LatencySketch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallTableIT {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-28T12:00:00Z"), ZoneOffset.UTC);

    private final Database database = Database.migrated();
    private final Connection connection;
    private final CallTable table = table(Map.of());

    CallTableIT() throws SQLException {
        connection = database.connect();
    }

    private static CallTable table(Map<String, String> settings) {
        return table(settings, NOON);
    }

    private static CallTable table(Map<String, String> settings, Clock clock) {
        SettingsReader in = new SettingsReader(Component.PROCESSOR, settings, Map.of());
        return new CallTable(CardinalityLimits.from(in), RetentionSettings.from(in), clock, clock);
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void batches_addUp_inAllTiers() throws SQLException {
        List<CallSummary> events = random(1, 3_000);

        for (int from = 0; from < events.size(); from += 500) {
            write(connection, table, events.subList(from, from + 500));
        }

        assertThat(StoredCalls.differences(database, events)).isEmpty();
    }

    /**
     * Each writes the windows of the other in another order, as do instances of one service on two partitions of the topic. They begin each
     * transaction at the same moment: otherwise, the first one would have all its locks before the second one begins.
     */
    @Test
    void twoSinks_onTheSameWindows_neverWaitForEachOther_inACircle() throws Exception {
        List<CallSummary> events = random(2, 8_100);
        write(connection, table, events.subList(8_000, 8_100));
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> sinks = List.of(
                    threads.submit(() -> writeAll(events.subList(0, 4_000), together)),
                    threads.submit(() -> writeAll(events.subList(4_000, 8_000), together)));
            for (Future<?> sink : sinks) {
                sink.get();
            }
        }

        assertThat(StoredCalls.differences(database, events)).isEmpty();
    }

    private boolean writeAll(List<CallSummary> events, CyclicBarrier together) throws Exception {
        CallTable own = table(Map.of());
        try (Connection ownConnection = database.connect()) {
            for (int from = 0; from < events.size(); from += 500) {
                ownConnection.setAutoCommit(true);
                EventTable.Prepared<CallSummary> prepared =
                        own.prepare(ownConnection, rows(events.subList(from, from + 500)));
                ownConnection.setAutoCommit(false);
                together.await(1, TimeUnit.MINUTES);
                prepared.copy().into(ownConnection);
                ownConnection.commit();
            }
        }
        return true;
    }

    @Test
    void rolledBackBatch_leavesNothing() throws SQLException {
        List<CallSummary> events = random(3, 200);
        write(connection, table, events);

        connection.setAutoCommit(true);
        EventTable.Prepared<CallSummary> prepared = table.prepare(connection, rows(events));
        connection.setAutoCommit(false);
        prepared.copy().into(connection);
        connection.rollback();

        assertThat(StoredCalls.differences(database, events)).isEmpty();
    }

    @Test
    void tiersWhoseRetentionHasPassed_areLeftOut_andGetNoPartition() throws SQLException {
        write(
                connection,
                table,
                List.of(
                        call("2026-03-28T11:59:50Z", "recent", 1),
                        call("2026-03-26T11:59:50Z", "of the day before yesterday", 2),
                        call("2026-01-28T12:00:00Z", "of January", 3)));

        assertThat(counts("call_10s")).containsExactly("1 recent");
        assertThat(counts("call_1m")).containsExactly("1 recent", "2 of the day before yesterday");
        assertThat(counts("call_1h")).containsExactly("1 recent", "2 of the day before yesterday", "3 of January");
        assertThat(database.column(
                        "SELECT relname FROM pg_class WHERE relname ~ '^call_1.*_\\d+$' AND relkind = 'r' ORDER BY 1"))
                .containsExactly(
                        "call_10s_20260328",
                        "call_1h_202601",
                        "call_1h_202603",
                        "call_1m_20260326",
                        "call_1m_20260328");
    }

    @Test
    void operationsBeyondTheLimit_areOther_ofTheirEndpointAndKind() throws SQLException {
        CallTable limited = table(Map.of("tidemark.sink.limit.calls", "3"));
        List<CallSummary> events = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            events.add(call("2026-03-28T11:59:50Z", "GET", "/a", CallKind.REDIS, "host-" + i, "GET key-" + i, 1));
            events.add(call("2026-03-28T11:59:50Z", null, null, CallKind.DB, "shop", "SELECT " + i, 1));
        }

        EventTable.Prepared<CallSummary> prepared = write(connection, limited, events);
        write(connection, limited, events);

        assertThat(prepared.folded()).containsOnlyKeys("call").containsEntry("call", 5_997);
        assertThat(prepared.refused()).isEmpty();
        assertThat(database.column("""
                        SELECT concat_ws(' ', count, coalesce(e.route, '-'), c.kind, c.target, c.operation)
                        FROM call_1h w JOIN call c ON c.id = w.call_id LEFT JOIN endpoint e ON e.id = c.endpoint_id
                        WHERE c.operation = '(other)' ORDER BY 1
                        """))
                .hasSize(2)
                .allMatch(row -> row.matches("599\\d (/a redis|- db) \\(other\\) \\(other\\)"));
        assertThat(database.number("SELECT sum(count) FROM call_10s")).isEqualTo(12_000);
        assertThat(database.number("SELECT count(*) FROM call")).isEqualTo(5);
    }

    /** Otherwise, the operations of a service with as many endpoints would be other for ever. */
    @Test
    void otherOperations_takeNoPlace() throws SQLException {
        Map<String, String> two = Map.of("tidemark.sink.limit.calls", "2");
        CallSummary otherOfA = call("2026-03-30T11:59:50Z", "GET", "/a", CallKind.DB, "(other)", "(other)", 1);
        CallSummary otherOfB = call("2026-03-30T11:59:50Z", "GET", "/b", CallKind.DB, "(other)", "(other)", 1);
        write(
                connection,
                table(two),
                List.of(
                        call("2026-03-28T11:59:50Z", "GET", "/a", CallKind.DB, "shop", "SELECT 1", 1),
                        call("2026-03-28T11:59:50Z", "GET", "/a", CallKind.DB, "shop", "SELECT 2", 1)));
        assertThat(write(
                                connection,
                                table(two),
                                List.of(
                                        call("2026-03-28T11:59:50Z", "GET", "/a", CallKind.DB, "shop", "SELECT 3", 1),
                                        call("2026-03-28T11:59:50Z", "GET", "/b", CallKind.DB, "shop", "SELECT 3", 1)))
                        .folded())
                .isEqualTo(Map.of("call", 2));

        CallTable later = table(two, Clock.offset(NOON, Duration.ofDays(2)));
        write(connection, later, List.of(otherOfA, otherOfB));
        List<CallSummary> fresh = new ArrayList<>(List.of(otherOfA, otherOfB));
        for (int i = 1; i <= 3; i++) {
            fresh.add(call("2026-03-30T11:59:50Z", "GET", "/b", CallKind.DB, "shop", "SELECT " + i, 1));
        }

        assertThat(write(connection, later, fresh).folded()).isEqualTo(Map.of("call", 1));
        assertThat(database.number("SELECT count(*) FROM call WHERE last_seen = '2026-03-30' AND target = 'shop'"))
                .isEqualTo(2);
    }

    @Test
    void servicesAndEndpointsBeyondTheirLimits_areOther() throws SQLException {
        CallTable limited = table(Map.of("tidemark.sink.limit.services", "1", "tidemark.sink.limit.endpoints", "1"));
        CallSummary first = call("2026-03-28T11:59:50Z", "GET", "/a", CallKind.DB, "shop", "SELECT 1", 1);
        CallSummary second = call("2026-03-28T11:59:50Z", "GET", "/b", CallKind.DB, "shop", "SELECT 1", 1);

        assertThat(write(connection, limited, List.of(first)).folded()).isEmpty();
        assertThat(write(connection, limited, List.of(first, second)).folded()).isEqualTo(Map.of("endpoint", 1));
        assertThat(write(connection, limited, List.of(of("another", first))).folded())
                .isEqualTo(Map.of("service", 1));

        assertThat(database.column("""
                        SELECT concat_ws(' ', s.name, e.method, e.route, w.count)
                        FROM call_10s w JOIN call c ON c.id = w.call_id JOIN service s ON s.id = c.service_id
                        LEFT JOIN endpoint e ON e.id = c.endpoint_id AND e.service_id = s.id
                        """))
                .containsExactlyInAnyOrder("shop GET /a 2", "shop (other) (other) 1", "(other) GET /a 1");
    }

    @Test
    void longTexts_areCut() throws SQLException {
        String operation = "x".repeat(CallSummary.MAX_OPERATION - 1);
        write(
                connection,
                table,
                List.of(
                        call(
                                "2026-03-28T11:59:50Z",
                                null,
                                null,
                                CallKind.DB,
                                "t".repeat(1_000_000),
                                operation + "😀…",
                                1),
                        call("2026-03-28T11:59:50Z", null, null, CallKind.DB, "t".repeat(256), operation, 2)));

        assertThat(database.column("SELECT length(target) || ' ' || length(operation) FROM call"))
                .containsExactly("256 1999");
        assertThat(database.number("SELECT count FROM call_10s")).isEqualTo(3);
    }

    @Test
    void sums_saturate() throws SQLException {
        LatencySketch sketch = new LatencySketch();
        sketch.add(1);
        CallSummary largest = new CallSummary(
                Timestamps.toMicros(Instant.parse("2026-03-28T11:59:50Z")),
                "shop",
                null,
                null,
                null,
                CallKind.REDIS,
                "cache",
                "GET",
                1,
                0,
                Long.MAX_VALUE,
                1,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                null,
                sketch);

        write(connection, table, List.of(largest, largest));
        write(connection, table, List.of(largest));

        assertThat(database.column(
                        "SELECT concat_ws('|', count, sum_us, rows, hits, coalesce(misses::text, '-')) FROM call_1m"))
                .containsExactly("3|9223372036854775807|9223372036854775807|9223372036854775807|-");
        database.execute("UPDATE call_1m SET count = 9223372036854775806, max_us = 7");
        write(connection, table, List.of(largest, largest));
        assertThat(database.column("SELECT count || ' ' || max_us FROM call_1m"))
                .containsExactly("9223372036854775807 7");
    }

    /** Neither a damaged sketch, nor one of more calls than there are. */
    @ParameterizedTest
    @ValueSource(strings = {"", "016f", "deadbeef", "010500"})
    void storedSketchThatCannotBeRead_isLeftOut_andItsNumbersStay(String sketch) throws SQLException {
        List<CallSummary> one = List.of(call("2026-03-28T11:59:50Z", "a", 1));
        assertThat(write(connection, table, one).unreadable()).isEmpty();
        database.execute("UPDATE call_1h SET sketch = '\\x" + sketch + "'");

        assertThat(write(connection, table, one).unreadable()).isEqualTo(Map.of("call_1h", 1));
        assertThat(write(connection, table, one).unreadable()).isEmpty();

        assertThat(database.column("SELECT concat_ws('|', count, sum_us, max_us) FROM call_10s UNION ALL"
                        + " SELECT concat_ws('|', count, sum_us, max_us) FROM call_1h"))
                .containsExactly("3|30|10", "3|30|10");
        assertThat(
                        database.column(
                                "SELECT encode(sketch, 'hex') FROM call_10s UNION ALL SELECT encode(sketch, 'hex') FROM call_1h"))
                .extracting(stored -> LatencySketch.countOf(HexFormat.of().parseHex(stored)))
                .containsExactly(3L, 2L);
    }

    /** No SQLSTATE says that the rows are to blame, so the sink waits. */
    @Test
    void storedSketchOfANewerVersion_isKept_andNothingIsWritten() throws SQLException {
        List<CallSummary> one = List.of(call("2026-03-28T11:59:50Z", "a", 1));
        write(connection, table, one);
        database.execute("UPDATE call_1h SET sketch = '\\x02ff'");

        assertThatThrownBy(() -> write(connection, table, one))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isNull())
                .hasMessage("call_1h, window_start 2026-03-28T11:00:00Z, call_id 1 has a sketch of version 2:"
                        + " expected at most 1, or a newer processor");
        connection.rollback();
        assertThat(database.value("SELECT encode(sketch, 'hex') FROM call_1h")).isEqualTo("02ff");
        assertThat(counts("call_10s")).containsExactly("1 a");
    }

    /** Endpoints and services that only calls use are marked as used with them, so they are never deleted before them. */
    @Test
    void operations_areMarkedAsUsed_andDeletedWithTheOldestPartition() throws SQLException {
        List<CallSummary> events =
                List.of(call("2026-03-28T11:59:50Z", "GET", "/a", CallKind.DB, "shop", "SELECT 1", 1));
        write(connection, table, events);
        for (String name : List.of("service", "endpoint", "call")) {
            database.execute("UPDATE " + name + " SET last_seen = '2026-02-26'");
        }
        table.forget();
        write(connection, table, events);
        assertThat(database.column("SELECT last_seen FROM service UNION ALL SELECT last_seen FROM endpoint"
                        + " UNION ALL SELECT last_seen FROM call"))
                .containsOnly("2026-03-28")
                .hasSize(3);

        // The month began on the 1st; the sink's day may be two days before a row's.
        database.execute("UPDATE call SET last_seen = '2026-02-27'");
        assertThat(database.number("SELECT delete_unused_labels('2026-03-28T12:00:00Z', 100)"))
                .isZero();
        database.execute("UPDATE call SET last_seen = '2026-02-26'");
        assertThat(database.number("SELECT delete_unused_labels('2026-03-28T12:00:00Z', 100)"))
                .isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM call")).isZero();
    }

    private static List<CallSummary> random(long seed, int count) {
        RandomCalls source = new RandomCalls(seed, NOON::instant);
        return IntStream.range(0, count).mapToObj(i -> source.get()).toList();
    }

    private List<String> counts(String table) {
        return database.column(
                "SELECT count || ' ' || operation FROM " + table + " w JOIN call c ON c.id = w.call_id ORDER BY 1");
    }

    private static CallSummary call(String at, String operation, int count) {
        return call(at, null, null, CallKind.DB, "shop", operation, count);
    }

    private static CallSummary call(
            String at,
            @Nullable String method,
            @Nullable String route,
            CallKind kind,
            String target,
            String operation,
            int count) {
        LatencySketch sketch = new LatencySketch();
        for (int i = 0; i < count; i++) {
            sketch.add(10);
        }
        return new CallSummary(
                Timestamps.toMicros(Instant.parse(at)),
                "shop",
                "shop-1",
                method,
                route,
                kind,
                target,
                operation,
                count,
                0,
                10L * count,
                10,
                null,
                null,
                null,
                sketch);
    }

    private static CallSummary of(String service, CallSummary event) {
        return new CallSummary(
                event.timestampMicros(),
                service,
                event.instance(),
                event.method(),
                event.route(),
                event.kind(),
                event.target(),
                event.operation(),
                event.count(),
                event.errors(),
                event.sumMicros(),
                event.maxMicros(),
                event.rows(),
                event.hits(),
                event.misses(),
                event.sketch());
    }

    private static Rows<CallSummary> rows(List<CallSummary> events) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("calls", 0, 0, new byte[0], new byte[0]);
        return Rows.of(
                events.stream().map(event -> new Positioned<>(event, record)).toList());
    }

    private static EventTable.Prepared<CallSummary> write(
            Connection connection, CallTable table, List<CallSummary> events) throws SQLException {
        connection.setAutoCommit(true);
        EventTable.Prepared<CallSummary> prepared = table.prepare(connection, rows(events));
        connection.setAutoCommit(false);
        prepared.copy().into(connection);
        connection.commit();
        return prepared;
    }
}
