package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.parts.PartSums;
import dev.tidemark.wire.parts.PartTotals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WindowAggregateTest {
    private static final RollupKey KEY = new RollupKey(new Series("shop", "GET", "/a"), Tier.ONE_MINUTE, 0);
    private final Random random = new Random(3);

    private RequestEvent event() {
        int status = 100 + random.nextInt(500);
        long micros = random.nextLong(1 + random.nextLong(RequestEvent.MAX_DURATION_MICROS));
        return new RequestEvent(
                0,
                "shop",
                null,
                "GET",
                "/a",
                status,
                micros,
                null,
                null,
                random.nextBoolean() ? "Error" + random.nextInt(60) : null,
                random.nextInt(5) == 0 ? Long.MAX_VALUE : random.nextLong(1000),
                null,
                null,
                random.nextInt(4) == 0,
                parts(micros));
    }

    /** Of the third kind is what no filter sends: parts that are longer than the request. */
    private @Nullable RequestParts parts(long micros) {
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> RequestParts.NONE;
            case 2 -> new RequestParts(micros, 1, 1, 0, 0, 0, 0);
            default ->
                new RequestParts(
                        random.nextLong(1 + micros / 2),
                        random.nextInt(50),
                        micros / 4,
                        random.nextLong(1 + micros / 8),
                        random.nextInt(50),
                        micros / 8,
                        random.nextLong(RequestParts.MAX_CALLS));
        };
    }

    @Test
    void merge_inAnyOrderAndGrouping_givesTheSameResult() {
        List<RequestEvent> events = new ArrayList<>();
        WindowAggregate all = new WindowAggregate();
        for (int i = 0; i < 500; i++) {
            events.add(event());
            all.add(events.get(i));
        }
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(events, random);
            List<WindowAggregate> parts = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                parts.add(new WindowAggregate());
            }
            events.forEach(event -> parts.get(random.nextInt(parts.size())).add(event));
            WindowAggregate merged = new WindowAggregate();
            parts.forEach(part -> merged.merge(WindowAggregate.fromBytes(part.toBytes())));

            assertThat(merged.toBytes()).isEqualTo(all.toBytes());
            assertThat(merged.rollup(KEY)).isEqualTo(all.rollup(KEY));
            assertThat(merged.conflict()).isEqualTo(all.conflict());
        }
    }

    @Test
    void parts_areThoseOfMeasuredRequests_andAddUpToTheirDurations() {
        WindowAggregate aggregate = new WindowAggregate();
        aggregate.add(lasting(500, null, false));
        assertThat(aggregate.rollup(KEY).parts()).isNull();

        aggregate.add(lasting(1_000, new RequestParts(300, 2, 40, 50, 6, 70, 8), false));
        aggregate.add(lasting(600, RequestParts.NONE, false));
        aggregate.add(lasting(10_000, new RequestParts(10_000, 1, 1, 0, 0, 0, 0), false));
        aggregate.add(lasting(30_000_000, new RequestParts(7, 1, 0, 0, 0, 0, 0), true));
        Rollup rollup = WindowAggregate.fromBytes(aggregate.toBytes()).rollup(KEY);

        PartSums parts = Objects.requireNonNull(rollup.parts());
        assertThat(parts.total()).isEqualTo(new PartTotals(2, 1_600, 300, 2, 40, 50, 6, 70, 8));
        assertThat(parts.total().applicationMicros()).isEqualTo(1_600 - 300 - 40 - 50 - 70);
        assertThat(rollup.count()).isEqualTo(5);
        assertThat(rollup.conflict()).isNull();
        assertThat(aggregate.conflict()).isNull();
    }

    /** Nobody could read the sum of windows with such parts. */
    @Test
    void parts_thatContradictTheRequests_areAConflict() {
        PartSums tooMany = new PartSums();
        PartSums tooLong = new PartSums();
        for (int i = 0; i < 2; i++) {
            tooMany.add(1_000, RequestParts.NONE);
        }
        tooLong.add(1_000, new RequestParts(1_000, 1, 1, 0, 0, 0, 0));

        assertThat(withParts(tooMany).conflict())
                .isEqualTo("parts of 2 requests: expected at most 1, those with a duration");
        assertThat(withParts(tooLong).conflict())
                .isEqualTo("parts of requests in octave 10: expected at most their durations, 1000 us, in total");
    }

    /** The aggregate of one request with these parts, as a broken sender would write it. */
    private static WindowAggregate withParts(PartSums parts) {
        WindowAggregate aggregate = new WindowAggregate();
        aggregate.add(lasting(1_000, RequestParts.NONE, false));
        byte[] bytes = aggregate.toBytes();
        int own = Objects.requireNonNull(aggregate.rollup(KEY).parts()).toBytes().length;
        FormWriter out = new FormWriter();
        out.rest(Arrays.copyOf(bytes, bytes.length - own - 1));
        out.block(parts.toBytes());
        return WindowAggregate.fromBytes(out.toBytes());
    }

    @Test
    void growth_includesTheParts() {
        WindowAggregate plain = new WindowAggregate();
        WindowAggregate measured = new WindowAggregate();
        for (int i = 0; i < 40; i++) {
            plain.add(lasting(1L << i, null, false));
            measured.add(lasting(1L << i, RequestParts.NONE, false));
        }

        assertThat(measured.growth() - plain.growth()).isBetween(40 * 72, 41 * 72 + 100);
        assertThat(measured.growth()).isZero();
    }

    private static RequestEvent lasting(long micros, @Nullable RequestParts parts, boolean stream) {
        return new RequestEvent(
                0, "shop", null, "GET", "/a", 200, micros, null, null, null, null, null, null, stream, parts);
    }

    @Test
    void stream_isCountedButHasNoLatency() {
        WindowAggregate aggregate = new WindowAggregate();
        aggregate.add(stream(200, null));
        aggregate.add(stream(499, null));
        aggregate.add(stream(200, "java.io.IOException"));
        Rollup streams = WindowAggregate.fromBytes(aggregate.toBytes()).rollup(KEY);

        assertThat(streams.count()).isEqualTo(3);
        assertThat(streams.streams()).isEqualTo(3);
        assertThat(streams.errors()).isOne();
        assertThat(streams.statusClasses()).containsExactly(0L, 2L, 0L, 1L, 0L);
        assertThat(List.of(streams.sumMicros(), streams.minMicros(), streams.maxMicros()))
                .containsOnly(0L);
        assertThat(streams.sketch().count()).isZero();
        assertThat(streams.conflict()).isNull();
        assertThat(aggregate.conflict()).isNull();

        aggregate.add(new RequestEvent(0, "shop", null, "GET", "/a", 200, 5_000, null, null, null, null, null));
        Rollup both = aggregate.rollup(KEY);

        assertThat(both.count()).isEqualTo(4);
        assertThat(List.of(both.sumMicros(), both.minMicros(), both.maxMicros()))
                .containsOnly(5_000L);
        assertThat(both.sketch().count()).isOne();
        assertThat(both.conflict()).isNull();
    }

    private static RequestEvent stream(int status, @Nullable String errorType) {
        return new RequestEvent(
                0, "shop", null, "GET", "/a", status, 30_000_000, null, null, errorType, null, 7L, null, true, null);
    }

    @Test
    void sums_beyondTheMaximum_saturate() {
        WindowAggregate aggregate = new WindowAggregate();
        for (int i = 0; i < 3; i++) {
            aggregate.add(new RequestEvent(
                    0, "shop", null, "GET", "/a", 200, 1, null, null, null, Long.MAX_VALUE, Long.MAX_VALUE / 2));
        }
        assertThat(aggregate.rollup(KEY).requestBytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(aggregate.rollup(KEY).responseBytes()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void errorTypes_keepTheFirstTwentyAndAreCut() {
        WindowAggregate aggregate = new WindowAggregate();
        for (int i = 99; i >= 0; i--) {
            aggregate.add(failure(String.format("E%02d", i)));
        }
        aggregate.add(failure("(other)"));
        aggregate.add(failure("A".repeat(199) + "\uD83D\uDE00" + "B".repeat(1_000_000)));

        assertThat(aggregate.rollup(KEY).errorsByType())
                .hasSize(21)
                .containsEntry("A".repeat(199), 1L)
                .containsKeys("E00", "E18")
                .containsEntry("(other)", 82L);
        assertThat(aggregate.toBytes().length).isLessThan(500);
    }

    private static RequestEvent failure(String type) {
        return new RequestEvent(0, "shop", null, "GET", "/a", 500, 1, null, null, type, null, null);
    }

    @Test
    void delta_survivesSerialisation() {
        WindowAggregate aggregate = new WindowAggregate();
        aggregate.add(event());
        Delta delta = Delta.fromBytes(new Delta(3, 1_234, -10_000_000, aggregate).toBytes());

        assertThat(delta.sourcePartition()).isEqualTo(3);
        assertThat(delta.coveredMillis()).isEqualTo(1_234);
        assertThat(delta.windowStartMicros()).isEqualTo(-10_000_000);
        assertThat(delta.aggregate().toBytes()).isEqualTo(aggregate.toBytes());
        assertThat(Delta.fromBytes(new Delta(0, Delta.UNKNOWN, 0, aggregate).toBytes())
                        .coveredMillis())
                .isEqualTo(Delta.UNKNOWN);
    }

    @Test
    void delta_truncatedExtendedOrOfNoVersion_isRejected() {
        WindowAggregate aggregate = new WindowAggregate();
        aggregate.add(lasting(1_000, new RequestParts(300, 2, 40, 50, 6, 70, 8), false));
        byte[] bytes = new Delta(3, 1_234, 0, aggregate).toBytes();

        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Delta.fromBytes(part)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Delta.fromBytes(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("1 bytes after its end");
        for (byte first : new byte[] {0, '\t', '{', (byte) 0xFF}) {
            bytes[0] = first;
            assertThatThrownBy(() -> Delta.fromBytes(bytes))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("delta of version " + first + ": expected 1");
        }
    }
}
