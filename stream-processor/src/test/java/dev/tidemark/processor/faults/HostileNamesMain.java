package dev.tidemark.processor.faults;

import dev.tidemark.processor.sink.dimension.CardinalityLimits;
import dev.tidemark.processor.sink.partition.RetentionSettings;
import dev.tidemark.processor.sink.table.CallTable;
import dev.tidemark.processor.sink.table.EventTable;
import dev.tidemark.processor.sink.table.Positioned;
import dev.tidemark.processor.sink.table.RequestRow;
import dev.tidemark.processor.sink.table.RequestRows;
import dev.tidemark.processor.sink.table.RequestTable;
import dev.tidemark.processor.sink.table.RollupTable;
import dev.tidemark.processor.sink.table.Rows;
import dev.tidemark.processor.sink.table.SampleTable;
import dev.tidemark.processor.topology.HostileRequests;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.sketch.LatencySketch;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a processor keeps in memory, under hostile names for an hour of stream time: all tasks of the topology, then the tables of the
 * sink. Prints figures, one a line. Arguments: {@code limited} or {@code unlimited}, {@code topology}, {@code sink} or {@code both}, a
 * folder, and the database's URL, user and password.
 */
final class HostileNamesMain {
    static final int NAMES = 50_000;
    static final int MINUTES = 60;

    private static final ConsumerRecord<byte[], byte[]> RECORD =
            new ConsumerRecord<>("topic", 0, 0, new byte[0], new byte[0]);
    private static final int BATCH = 1_000;
    private static final int NAMES_OF_A_SERVICE = 2_000;
    private static final int METRICS_OF_A_SERVICE = 10_000;
    private static final int OPERATIONS_OF_A_SERVICE = 5_000;
    private static final int LABEL_CHARS = 4_096;

    private HostileNamesMain() {}

    public static void main(String[] args) throws Exception {
        boolean limited = args[0].equals("limited");
        print("before", liveBytes());
        try (HostileRequests requests = new HostileRequests(Path.of(args[2]), limited)) {
            if (!args[1].equals("sink")) {
                topology(requests);
            }
            if (!args[1].equals("topology")) {
                sink(DriverManager.getConnection(args[3], args[4], args[5]), limited);
            }
        }
    }

    private static void topology(HostileRequests requests) {
        requests.eachSeriesOnce();
        for (int minute = 0; minute < MINUTES; minute++) {
            requests.minute(minute);
        }
        print("topology", liveBytes());
        print("sent", requests.sent());
        print("stored", requests.stored());
        requests.counters().forEach(HostileNamesMain::print);
    }

    private static void sink(Connection connection, boolean limited) throws SQLException {
        CardinalityLimits limits = CardinalityLimits.defaults();
        if (!limited) {
            limits = new CardinalityLimits(
                    limits.services(),
                    limits.rollupServices(),
                    limits.endpoints(),
                    limits.rollupEndpoints(),
                    limits.instances(),
                    limits.labelSets(),
                    limits.metrics(),
                    limits.calls(),
                    limits.rows(),
                    1L << 40);
        }
        Clock clock = Clock.systemUTC();
        Instant begin = clock.instant().minus(Duration.ofMinutes(MINUTES));
        EventTable<RequestRow> requests = new RequestTable(limits, clock);
        EventTable<SampleEvent> samples = new SampleTable(limits, clock);
        EventTable<Rollup> rollups = new RollupTable(limits, clock);
        EventTable<CallSummary> calls = new CallTable(limits, RetentionSettings.defaults(), clock, clock);
        RequestRows rows = new RequestRows();
        // Each name twice, the second time after all others.
        for (int from = 0; from < 2 * NAMES; from += BATCH) {
            long micros = micros(
                    begin.plus(Duration.ofMinutes(MINUTES).multipliedBy(from).dividedBy(2 * NAMES)));
            write(connection, requests, from, i -> rows.of(request(i, micros)));
            write(connection, samples, from, i -> sample(i, micros));
            write(connection, rollups, from, i -> rollup(i, micros));
            write(connection, calls, from, i -> call(i, micros));
            System.out.println("# " + from);
        }
        print("sink", liveBytes());
    }

    private static <E> void write(Connection connection, EventTable<E> table, int from, IntFunction<E> events)
            throws SQLException {
        Rows<E> batch = new Rows<>();
        IntStream.range(from, from + BATCH)
                .mapToObj(i -> events.apply(i % NAMES))
                .forEach(event -> batch.add(new Positioned<>(event, RECORD)));
        connection.setAutoCommit(true);
        EventTable.Prepared<E> prepared = table.prepare(connection, batch);
        connection.setAutoCommit(false);
        prepared.copy().into(connection);
        connection.commit();
    }

    private static RequestEvent request(int i, long micros) {
        Series series = series(i);
        return new RequestEvent(
                micros,
                series.service(),
                HostileRequests.wide("instance", 256),
                series.method(),
                series.route(),
                500,
                i,
                null,
                null,
                HostileRequests.wide("Error" + i, 256),
                null,
                null);
    }

    private static Series series(int i) {
        return new Series(
                HostileRequests.wide("service" + i / NAMES_OF_A_SERVICE, 256),
                "GET",
                HostileRequests.wide("/" + i + "/", 1_024));
    }

    private static SampleEvent sample(int i, long micros) {
        return new SampleEvent(
                micros,
                HostileRequests.wide("service" + i / METRICS_OF_A_SERVICE, 256),
                null,
                MetricType.BUSINESS,
                "orders",
                i,
                Map.of("label", HostileRequests.wide(Integer.toString(i), LABEL_CHARS - "label".length())));
    }

    private static CallSummary call(int i, long micros) {
        return new CallSummary(
                micros,
                HostileRequests.wide("service" + i / OPERATIONS_OF_A_SERVICE, 256),
                null,
                null,
                null,
                CallKind.DB,
                HostileRequests.wide("target", CallSummary.MAX_TARGET),
                HostileRequests.wide(i + " SELECT", CallSummary.MAX_OPERATION),
                2,
                2,
                RequestEvent.MAX_DURATION_MICROS + 1,
                RequestEvent.MAX_DURATION_MICROS,
                null,
                null,
                null,
                wideSketch());
    }

    private static LatencySketch wideSketch() {
        LatencySketch sketch = new LatencySketch();
        sketch.add(1);
        sketch.add(RequestEvent.MAX_DURATION_MICROS);
        return sketch;
    }

    private static Rollup rollup(int i, long micros) {
        return new Rollup(
                new RollupKey(series(i), Tier.ONE_MINUTE, Tier.ONE_MINUTE.windowStart(micros)),
                2,
                2,
                List.of(0L, 0L, 0L, 0L, 2L),
                Map.of(HostileRequests.wide("Error" + i, 200), 2L),
                RequestEvent.MAX_DURATION_MICROS + 1,
                1,
                RequestEvent.MAX_DURATION_MICROS,
                0,
                0,
                wideSketch());
    }

    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000;
    }

    private static long liveBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void print(String name, long value) {
        System.out.println(name + " " + value);
    }
}
