package dev.tidemark.processor.topology;

import static dev.tidemark.processor.topology.DrivenTopology.START;
import static dev.tidemark.processor.topology.DrivenTopology.event;
import static dev.tidemark.processor.topology.DrivenTopology.micros;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.topic.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing grows without bounds: series, windows, and deltas for windows that are gone. */
class BoundsTest {
    private static final Series SERIES = new Series("shop", "GET", "/a");
    private static final TopologySettings SETTINGS = new TopologySettings(
            1,
            Duration.ofHours(24),
            Duration.ofMinutes(5),
            3,
            100,
            2,
            Duration.ofHours(24),
            Duration.ofDays(7),
            10,
            10,
            TopologySettings.DEFAULTS.memory());

    @TempDir
    Path stateDir;

    private DrivenTopology topology;

    @BeforeEach
    void start() {
        topology = new DrivenTopology(stateDir, SETTINGS);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    private long count(Series series, Tier tier, Instant start) {
        var rollup = topology.rollups().get(new RollupKey(series, tier, micros(start)));
        return rollup == null ? 0 : rollup.count();
    }

    private int storedWindows() {
        KeyValueStore<byte[], byte[]> store = topology.driver().getKeyValueStore(RollupTopology.WINDOWS_STORE);
        int n = 0;
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            while (all.hasNext()) {
                // Besides the windows, there are the progress and the marks of unpublished windows.
                byte[] key = all.next().key;
                n += key.length > 1 && key[0] <= Tier.values().length ? 1 : 0;
            }
        }
        return n;
    }

    private TestInputTopic<byte[], byte[]> betweenTheStages() {
        return topology.driver()
                .createInputTopic("driven-deltas-repartition", new ByteArraySerializer(), new ByteArraySerializer());
    }

    private TestRecord<byte[], byte[]> onlyDeadLetter() {
        var deadLetters = topology.deadLetters();
        assertThat(deadLetters).hasSize(1);
        return deadLetters.get(0);
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void series_beyondTheLimit_areCountedAsOther() {
        for (int i = 0; i < 100; i++) {
            topology.append(START, event(START, "shop", "/" + i % 10, 200, 1));
        }

        assertThat(count(new Series("shop", "GET", "/2"), Tier.TEN_SECONDS, START))
                .isEqualTo(10);
        assertThat(count(new Series("shop", "GET", "/3"), Tier.TEN_SECONDS, START))
                .isZero();
        assertThat(count(Series.other("shop"), Tier.ONE_HOUR, START)).isEqualTo(70);
        assertThat(topology.total(Tier.ONE_MINUTE)).isEqualTo(100);
        assertThat(topology.counters.values())
                .containsEntry("requests_series_overflow_total", 70L)
                .containsEntry("series", 3L);
    }

    @Test
    void services_beyondTheLimit_areCountedAsOther() {
        for (int i = 0; i < 10; i++) {
            topology.append(START, event(START, "service" + i, "/a", 200, 1));
        }

        assertThat(count(Series.other(Series.OTHER), Tier.ONE_HOUR, START)).isEqualTo(8);
        assertThat(topology.total(Tier.ONE_MINUTE)).isEqualTo(10);
    }

    /** Limits of memory decide when something is forwarded or read again, not what is counted. */
    @Test
    void wideNamesAndDurations_withLittleMemory_areCountedAsWithMuch(@TempDir Path little, @TempDir Path much) {
        try (DrivenTopology few = withMemory(little, 64 << 10);
                DrivenTopology many = withMemory(much, 1L << 40)) {
            for (int second = 0; second < 20; second++) {
                Instant at = START.plusSeconds(second);
                List<RequestEvent> events = new ArrayList<>();
                for (int i = 0; i < 1_000; i++) {
                    String route = HostileRequests.wide("/" + i % 40, 100);
                    long micros = i / 40 % 2 == 0 ? 1 : RequestEvent.MAX_DURATION_MICROS;
                    events.add(new RequestEvent(
                            micros(at), "shop", null, "GET", route, 500, micros, null, null, "E" + i % 30, null, null));
                }
                few.append(DrivenTopology.batch(at, events));
                many.append(DrivenTopology.batch(at, events));
                Map<String, Long> counters = few.counters.values();
                assertThat(counters.get("window_memory_bytes")).isLessThan(200_000);
                assertThat(counters.get("series_memory_bytes")).isPositive();
            }

            assertThat(few.rollups()).isEqualTo(many.rollups()).hasSize(40 * (2 + 1 + 1));
            assertThat(many.counters.values().get("window_memory_bytes")).isGreaterThan(1_500_000);
        }
    }

    private static DrivenTopology withMemory(Path folder, long bytes) {
        return new DrivenTopology(
                folder,
                new TopologySettings(
                        1,
                        Duration.ofHours(24),
                        Duration.ofMinutes(5),
                        2_000,
                        2_000,
                        2,
                        Duration.ofHours(24),
                        Duration.ofDays(7),
                        10_000,
                        10_000,
                        new TopologyMemory(1 << 20, bytes, bytes)));
    }

    @Test
    void series_thatMeetInTheSecondStage_areBoundedThere() {
        for (int i = 0; i < 5; i++) {
            betweenTheStages().pipeInput(delta(new Series("shop", "GET", "/" + i), START, START));
        }

        assertThat(count(Series.other("shop"), Tier.ONE_HOUR, START)).isEqualTo(2);
        assertThat(topology.counters.values()).containsEntry("requests_series_overflow_total", 2L);
    }

    private static TestRecord<byte[], byte[]> delta(Series series, Instant window, Instant append) {
        WindowAggregate aggregate = new WindowAggregate();
        aggregate.add(event(window, series.service(), series.route(), 200, 1));
        Delta delta = new Delta(0, append.toEpochMilli(), micros(window), aggregate);
        return new TestRecord<>(SeriesForm.write(series), delta.toBytes(), append);
    }

    @Test
    void finalWindows_areRemoved_andTheirRollupsStay() {
        topology.append(START, event(START, "shop", "/a", 200, 1));
        topology.append(START, event(START.plusSeconds(10), "shop", "/a", 200, 1));
        assertThat(storedWindows()).isEqualTo(4);

        oneEachHour(26);
        assertThat(storedWindows()).isEqualTo(4 + 3 * 26);
        topology.advanceWallClock(Duration.ofSeconds(10));

        assertThat(storedWindows()).isEqualTo(3 * 26);
        assertThat(count(SERIES, Tier.ONE_HOUR, START)).isEqualTo(2);
    }

    /** A request in each of the hours after {@link DrivenTopology#START}, and another in the last. */
    private void oneEachHour(int hours) {
        for (int hour = 1; hour <= hours; hour++) {
            Instant at = START.plus(Duration.ofHours(hour));
            topology.append(at, event(at, "shop", "/a", 200, 1));
        }
        Instant last = START.plus(Duration.ofHours(hours));
        topology.append(last, event(last, "shop", "/a", 200, 1));
    }

    /**
     * Otherwise the store would grow for ever, long before a series limit is reached. So many series that what is removed at once must
     * depend on their number.
     */
    @Test
    void finalWindows_ofManySeries_areRemovedAsFastAsTheyAreCreated(@TempDir Path folder) {
        int series = 7_000;
        TopologySettings settings = new TopologySettings(
                1,
                Duration.ZERO,
                Duration.ofMinutes(5),
                series,
                series,
                2,
                Duration.ofHours(24),
                Duration.ofDays(7),
                10_000,
                10_000,
                TopologySettings.DEFAULTS.memory());
        topology.close();
        topology = new DrivenTopology(folder, settings);
        for (int from = 0; from < series; from += 1_000) {
            topology.append(DrivenTopology.batch(
                    START,
                    IntStream.range(from, from + 1_000)
                            .mapToObj(i -> event(START, "shop", "/" + i, 200, 1))
                            .toList()));
        }
        topology.rollups().clear();
        assertThat(storedWindows()).isEqualTo((1 + 1 + 1) * series);

        oneEachHour(3);
        for (int tenSeconds = 0; tenSeconds < 2; tenSeconds++) {
            topology.advanceWallClock(Duration.ofSeconds(10));
        }

        assertThat(storedWindows()).as("the last two hours").isEqualTo(2 * 3);
    }

    @Test
    void delta_ofAFinalWindow_isADeadLetterAndChangesNothing() {
        topology.append(START, event(START, "shop", "/a", 200, 1));
        oneEachHour(26);
        TestRecord<byte[], byte[]> delta = delta(SERIES, START, START.plus(Duration.ofHours(26)));
        betweenTheStages().pipeInput(delta);

        TestRecord<byte[], byte[]> deadLetter = onlyDeadLetter();
        assertThat(deadLetter.value()).isEqualTo(delta.value());
        assertThat(deadLetter.key()).isEqualTo(delta.key());
        assertThat(header(deadLetter, DeadLetter.REASON)).isEqualTo("window_expired");
        assertThat(header(deadLetter, DeadLetter.DETAIL))
                .isEqualTo(
                        "1 requests for the window that ended at 2026-11-21T09:00:10.000000Z: expected none for its hour,"
                                + " which is final, after append time 2026-11-22T11:00:00.000000Z");
        assertThat(count(SERIES, Tier.TEN_SECONDS, START)).isEqualTo(1);
        assertThat(topology.counters.values()).containsEntry("requests_expired_total", 1L);
    }

    /** Sixteen bytes can claim more requests than two such windows can hold together. */
    @Test
    void deltaOfMoreRequestsThanAWindowHolds_isADeadLetterAndChangesNothing() {
        topology.append(START, event(START, "shop", "/a", 200, 1));
        long count = 1L << 62;
        FormWriter forged = new FormWriter()
                .raw((byte) 1)
                .number(0)
                .number(0)
                .ordered(Timestamps.toMicros(START))
                .raw((byte) 1)
                .number(count)
                .number(0);
        for (int i = 0; i < 5 + 5; i++) {
            forged.number(0);
        }
        ErrorTypes.write(null, forged);
        forged.block(HexFormat.of().parseHex("0180808080808080804000"));
        for (int i = 0; i < 3; i++) {
            betweenTheStages().pipeInput(new TestRecord<>(SeriesForm.write(SERIES), forged.toBytes(), START));

            assertThat(header(onlyDeadLetter(), DeadLetter.DETAIL))
                    .isEqualTo(
                            "not a delta between the two stages: count 4611686018427387904: expected 1 to 68719476736");
        }
        topology.append(START, event(START, "shop", "/a", 200, 1));

        assertThat(count(SERIES, Tier.TEN_SECONDS, START)).isEqualTo(2);
    }

    @Test
    void garbageBetweenTheStages_isADeadLetter() {
        topology.append(START, event(START, "shop", "/a", 200, 1));
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] key = new byte[random.nextInt(20)];
            byte[] value = new byte[random.nextInt(60)];
            random.nextBytes(key);
            random.nextBytes(value);
            betweenTheStages().pipeInput(new TestRecord<>(key, value, START));

            assertThat(header(onlyDeadLetter(), DeadLetter.REASON)).isEqualTo("malformed");
        }
        topology.append(START, event(START, "shop", "/a", 200, 1));

        assertThat(count(SERIES, Tier.TEN_SECONDS, START)).isEqualTo(2);
        assertThat(topology.counters.values()).containsEntry("deltas_malformed_total", 300L);
    }
}
