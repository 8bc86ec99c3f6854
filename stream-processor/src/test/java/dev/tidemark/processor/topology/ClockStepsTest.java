package dev.tidemark.processor.topology;

import static dev.tidemark.processor.topology.DrivenTopology.START;
import static dev.tidemark.processor.topology.DrivenTopology.event;
import static dev.tidemark.processor.topology.DrivenTopology.micros;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of the broker and of all applications steps: each request is still counted once, and no stored window is lowered. */
class ClockStepsTest {
    /** How often the processor removes what is final. */
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    /** Each request has a window of 10 s of its own. */
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    @TempDir
    Path stateDir;

    private final Map<RollupKey, Rollup> newest = new HashMap<>();
    private DrivenTopology topology;
    private Instant now = START;
    private long sent;

    @BeforeEach
    void start() {
        topology = new DrivenTopology(stateDir, TopologySettings.DEFAULTS.withRequestPartitions(1));
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    /** Sends a request every {@code step}, and lets the processor remove what is final. */
    private void run(Duration length, Duration step) {
        Instant end = now.plus(length);
        while (now.isBefore(end)) {
            topology.append(now, event(now, "shop", "/a", 200, 1_000));
            sent++;
            now = now.plus(step);
            topology.advanceWallClock(TEN_SECONDS);
            readRollups();
        }
    }

    private void readRollups() {
        topology.driver()
                .createOutputTopic(Topics.ROLLUPS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .forEach(record -> {
                    Rollup rollup = DrivenTopology.decode(Codecs.ROLLUP_JSON, record.value());
                    Rollup before = newest.put(rollup.key(), rollup);
                    assertThat(rollup.count())
                            .as("the count of %s", rollup.key())
                            .isGreaterThanOrEqualTo(before == null ? 1 : before.count());
                });
    }

    private void assertAllCounted() {
        assertThat(topology.deadLetters()).isEmpty();
        for (Tier tier : Tier.values()) {
            assertThat(newest.values().stream()
                            .filter(rollup -> rollup.key().tier() == tier)
                            .mapToLong(Rollup::count)
                            .sum())
                    .as(tier.label())
                    .isEqualTo(sent);
        }
    }

    private long countAt(Instant hour) {
        Rollup rollup = newest.get(new RollupKey(new Series("shop", "GET", "/a"), Tier.ONE_HOUR, micros(hour)));
        return rollup == null ? 0 : rollup.count();
    }

    private int storedWindows() {
        KeyValueStore<byte[], byte[]> store = topology.driver().getKeyValueStore(RollupTopology.WINDOWS_STORE);
        int n = 0;
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            while (all.hasNext()) {
                n += all.next().key.length > 1 ? 1 : 0;
            }
        }
        return n;
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "-PT1H", "P8D", "-P8D", "P365D", "-P365D"})
    void step_andBack_losesNothing(Duration step) {
        run(Duration.ofDays(10), Duration.ofHours(1));
        for (int times = 0; times < 3; times++) {
            now = now.plus(step);
            run(Duration.ofMinutes(30), HALF_A_MINUTE);
            now = now.minus(step);
            run(Duration.ofMinutes(30), HALF_A_MINUTE);
        }
        assertAllCounted();

        Instant hour = now.plus(Duration.ofHours(1));
        now = hour;
        run(Duration.ofHours(1), HALF_A_MINUTE);
        assertThat(countAt(hour)).as("the right hour").isEqualTo(120);
        assertAllCounted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P8D", "-P8D", "P365D", "-P365D"})
    void step_ofMoreThanADay_andBack_losesNothing(Duration step) {
        run(Duration.ofDays(10), Duration.ofHours(1));
        now = now.plus(step);
        run(Duration.ofDays(3), Duration.ofMinutes(20));
        now = now.minus(step);
        run(Duration.ofDays(3), Duration.ofMinutes(20));

        assertAllCounted();
    }

    @Test
    void windows_afterSteps_areRemovedAgain() {
        for (long days : new long[] {8, -8, 365, -365}) {
            now = now.plus(Duration.ofDays(days));
            run(Duration.ofHours(2), Duration.ofMinutes(20));
        }
        run(Duration.ofDays(3), Duration.ofMinutes(20));

        // Those of 26 hours, and of the hours that lie ahead; more than 80 hours were counted in.
        assertThat(storedWindows()).isBetween(26 * 7, 32 * 7 + 32);
    }

    @Test
    void clockSetBack_intoFinalHours_countsLater_atTheTimeItWouldBe() {
        run(Duration.ofDays(10), Duration.ofMinutes(20));
        Instant hour = now;
        now = now.minus(Duration.ofDays(8));
        run(Duration.ofHours(1), TEN_SECONDS);

        assertThat(countAt(hour)).isGreaterThanOrEqualTo(360 - 1);
        assertThat(countAt(hour.minus(Duration.ofDays(8)))).isEqualTo(3);
        assertThat(topology.counters.values())
                .containsEntry("requests_counted_later_total", 360L)
                .containsEntry("broker_clock_set_back_total", 1L);
        assertAllCounted();
    }

    /** The control of this class: hours do become final, and requests that come for them without a step are not counted. */
    @Test
    void requests_ofAFinalHour_withoutAStep_areNotCounted() {
        run(Duration.ofHours(27), Duration.ofMinutes(20));
        WindowAggregate aggregate = new WindowAggregate();
        aggregate.add(event(START, "shop", "/a", 200, 1));
        Delta delta = new Delta(0, now.toEpochMilli(), micros(START), aggregate);
        topology.driver()
                .createInputTopic("driven-deltas-repartition", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(SeriesForm.write(new Series("shop", "GET", "/a")), delta.toBytes(), now));

        assertThat(topology.deadLetters()).hasSize(1);
        assertThat(countAt(START)).isEqualTo(3);
        assertThat(topology.counters.values()).containsEntry("requests_counted_later_total", 0L);
    }
}
