package dev.tidemark.processor.topology;

import static dev.tidemark.processor.topology.DrivenTopology.START;
import static dev.tidemark.processor.topology.DrivenTopology.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.deadletter.DeadLetterBuilder;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.parts.PartSums;
import dev.tidemark.wire.sketch.LatencySketch;
import dev.tidemark.wire.topic.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollupTopologyTest {
    @TempDir
    Path stateDir;

    private DrivenTopology topology;

    @BeforeEach
    void start() {
        topology = new DrivenTopology(stateDir, TopologySettings.DEFAULTS);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void requests_inOneWindow_areCounted() {
        Instant at = START.plusSeconds(3);
        topology.append(at, event(at, "shop", "/a", 200, 1_000));
        topology.append(at, event(at, "shop", "/a", 503, 3_000));
        topology.append(at, event(at, "shop", "/a", 404, 2_000));
        topology.append(at, event(at, "shop", "/b", 200, 9_000));

        Rollup rollup = topology.rollup("shop", "/a", Tier.TEN_SECONDS, START);
        assertThat(rollup.count()).isEqualTo(3);
        assertThat(rollup.errors()).isEqualTo(2);
        assertThat(rollup.statusClasses()).containsExactly(0L, 1L, 0L, 1L, 1L);
        assertThat(rollup.sumMicros()).isEqualTo(6_000);
        assertThat(rollup.minMicros()).isEqualTo(1_000);
        assertThat(rollup.maxMicros()).isEqualTo(3_000);
        assertThat(rollup.requestBytes()).isEqualTo(30);
        assertThat(rollup.responseBytes()).isEqualTo(300);
        assertThat(topology.counters.requestsAccepted()).isEqualTo(4);
    }

    @Test
    void requests_overAnHour_fillTheWindowsOfAllTiers() {
        for (int second = 0; second < 3600; second++) {
            Instant at = START.plusSeconds(second);
            topology.append(at, event(at, "shop", "/a", 200, 1_000 + second));
        }

        assertThat(topology.rollup("shop", "/a", Tier.TEN_SECONDS, START.plusSeconds(50))
                        .count())
                .isEqualTo(10);
        assertThat(topology.rollup("shop", "/a", Tier.ONE_MINUTE, START.plusSeconds(60))
                        .count())
                .isEqualTo(60);
        assertThat(topology.rollup("shop", "/a", Tier.ONE_HOUR, START).count()).isEqualTo(3600);
        for (Tier tier : Tier.values()) {
            assertThat(topology.total(tier)).as(tier.label()).isEqualTo(3600);
        }
    }

    @Test
    void sketch_ofAWindow_equalsTheSketchOfItsDurations() {
        LatencySketch direct = new LatencySketch();
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            long micros = (long) Math.exp(random.nextDouble() * 15);
            direct.add(micros);
            topology.append(START, event(START, "shop", "/a", 200, micros));
        }

        Rollup rollup = topology.rollup("shop", "/a", Tier.ONE_MINUTE, START);
        assertThat(rollup.sketch().toBytes()).isEqualTo(direct.toBytes());
        assertThat(topology.rollup("shop", "/a", Tier.ONE_HOUR, START)).isEqualTo(withKeyOf(rollup, Tier.ONE_HOUR));
    }

    /** Every tier has the same sums, those of the requests that were measured. Every third is not. */
    @Test
    void parts_overAMinute_areSummedInTheWindowsOfAllTiers() {
        PartSums direct = new PartSums();
        for (int second = 0; second < 60; second++) {
            Instant at = START.plusSeconds(second);
            RequestParts parts = second % 3 == 0 ? null : new RequestParts(100 + second, 2, second % 5, 50, 1, 7, 1);
            topology.append(at, measured(event(at, "shop", "/a", 200, 1_000 + second * 100L), parts));
            if (parts != null) {
                direct.add(1_000 + second * 100L, parts);
            }
        }

        PartSums ofTens = new PartSums();
        for (int second = 0; second < 60; second += 10) {
            Rollup rollup = topology.rollup("shop", "/a", Tier.TEN_SECONDS, START.plusSeconds(second));
            ofTens.merge(Objects.requireNonNull(rollup.parts()));
        }
        assertThat(ofTens).isEqualTo(direct);
        assertThat(topology.rollup("shop", "/a", Tier.ONE_MINUTE, START).parts())
                .isEqualTo(direct);
        assertThat(topology.rollup("shop", "/a", Tier.ONE_HOUR, START).parts()).isEqualTo(direct);
        assertThat(direct.total().measured()).isEqualTo(40);
    }

    private static RequestEvent measured(RequestEvent event, @Nullable RequestParts parts) {
        return new RequestEvent(
                event.timestampMicros(),
                event.service(),
                event.instance(),
                event.method(),
                event.route(),
                event.status(),
                event.durationMicros(),
                event.traceId(),
                event.spanId(),
                event.errorType(),
                event.requestBytes(),
                event.responseBytes(),
                event.parentSpanId(),
                event.stream(),
                parts);
    }

    private Rollup withKeyOf(Rollup rollup, Tier tier) {
        Rollup other = topology.rollup("shop", "/a", tier, START);
        return new Rollup(
                other.key(),
                rollup.count(),
                rollup.errors(),
                rollup.statusClasses(),
                rollup.errorsByType(),
                rollup.sumMicros(),
                rollup.minMicros(),
                rollup.maxMicros(),
                rollup.requestBytes(),
                rollup.responseBytes(),
                rollup.sketch());
    }

    @Test
    void request_23HoursLate_isMergedIntoItsWindow() {
        topology.append(START, event(START, "shop", "/a", 200, 1_000));
        Instant later = START.plus(Duration.ofHours(23));
        topology.append(later, event(later, "shop", "/a", 200, 1_000));
        topology.advanceWallClock(Duration.ofHours(23));
        topology.append(later, event(START.plusSeconds(5), "shop", "/a", 200, 5_000));

        assertThat(topology.rollup("shop", "/a", Tier.TEN_SECONDS, START).count())
                .isEqualTo(2);
        assertThat(topology.deadLetters()).isEmpty();
        assertThat(topology.counters.values()).containsEntry("requests_late_total", 1L);
    }

    @Test
    void request_tooLate_isADeadLetter() {
        topology.append(START, event(START.minus(Duration.ofHours(24)).minusMillis(1), "shop", "/a", 200, 1));

        assertDeadLetter("too_late", "expected at most PT24H before the broker's 2026-11-21T09:00:00.000000Z");
        assertThat(topology.rollups()).isEmpty();
    }

    @Test
    void request_fromTheFuture_isADeadLetter() {
        topology.append(START, event(START.plus(Duration.ofMinutes(5)).plusMillis(1), "shop", "/a", 200, 1));

        assertDeadLetter("from_the_future", "expected at most PT5M after the broker's");
        assertThat(topology.rollups()).isEmpty();
    }

    private void assertDeadLetter(String reason, String detail) {
        var deadLetters = topology.deadLetters();
        assertThat(deadLetters).hasSize(1);
        assertThat(header(deadLetters.get(0), DeadLetter.REASON)).isEqualTo(reason);
        assertThat(header(deadLetters.get(0), DeadLetter.DETAIL)).contains(detail);
        assertThat(topology.counters.values()).containsEntry("requests_rejected_" + reason + "_total", 1L);
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void garbage_isADeadLetterByteForByte() {
        topology.append(START, event(START, "shop", "/a", 200, 1_000));
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            topology.append(START, garbage);
            var deadLetters = topology.deadLetters();
            assertThat(deadLetters).hasSize(1);
            assertThat(deadLetters.get(0).value()).isEqualTo(garbage);
            assertThat(header(deadLetters.get(0), DeadLetter.REASON)).isEqualTo("malformed");
            assertThat(header(deadLetters.get(0), DeadLetter.SOURCE_TOPIC)).isEqualTo("tidemark.requests.v1");
            assertThat(header(deadLetters.get(0), DeadLetter.SOURCE_PARTITION)).isEqualTo("0");
            assertThat(header(deadLetters.get(0), DeadLetter.SOURCE_OFFSET)).isEqualTo(Integer.toString(i + 1));
        }
        topology.append(START, event(START, "shop", "/a", 200, 1_000));

        assertThat(topology.rollup("shop", "/a", Tier.TEN_SECONDS, START).count())
                .isEqualTo(2);
    }

    @Test
    void recordWithoutValue_isADeadLetterWithoutValue() {
        topology.append(START, (byte[]) null);

        var deadLetters = topology.deadLetters();
        assertThat(deadLetters).hasSize(1);
        assertThat(deadLetters.get(0).value()).isNull();
    }

    @Test
    void oversizedGarbage_isCutAndTheDetailSaysSo() {
        topology.append(START, new byte[5_000_000]);

        var deadLetters = topology.deadLetters();
        assertThat(deadLetters.get(0).value()).hasSize(DeadLetterBuilder.MAX_VALUE_BYTES);
        assertThat(header(deadLetters.get(0), DeadLetter.DETAIL))
                .contains("the first " + DeadLetterBuilder.MAX_VALUE_BYTES + " of 5000000 bytes");
        assertThat(topology.counters.values()).containsEntry("dead_letters_cut_total", 1L);
    }

    @Test
    void errorTypes_beyondTheirLimit_areCountedTogether() {
        for (int i = 0; i < 50; i++) {
            RequestEvent plain = event(START, "shop", "/a", 500, 1);
            topology.append(
                    START,
                    new RequestEvent(
                            plain.timestampMicros(),
                            plain.service(),
                            plain.instance(),
                            plain.method(),
                            plain.route(),
                            plain.status(),
                            plain.durationMicros(),
                            null,
                            null,
                            "Error" + (10 + i % 25),
                            null,
                            null));
        }

        Map<String, Long> types =
                topology.rollup("shop", "/a", Tier.ONE_HOUR, START).errorsByType();
        assertThat(types).hasSize(21).containsEntry("Error10", 2L).containsEntry("(other)", 10L);
    }
}
