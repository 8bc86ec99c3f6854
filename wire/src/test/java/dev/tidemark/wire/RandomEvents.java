package dev.tidemark.wire;

import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.parts.PartSums;
import dev.tidemark.wire.sketch.LatencySketch;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random events whose strings may hold any characters. The same seed gives the same events. */
public final class RandomEvents {
    /** The first microsecond of the year 1, and the last of 9999. */
    public static final long FIRST_MICROS = -62_135_596_800_000_000L;

    public static final long LAST_MICROS = 253_402_300_799_999_999L;

    private static final List<String> ODD = List.of(
            "\0",
            "\uD83D",
            "\uDE00",
            "\uD83D\uDE00",
            "\uDE00\uD83D",
            "\uFFFD",
            "\uFFFF",
            "\u2028",
            "\"",
            "\\",
            "/",
            "\n",
            "\r",
            "\t",
            "\b",
            "\f",
            "\u001B[31m",
            "\u007F",
            "\u0085",
            "é",
            "店",
            "</script>",
            "{}",
            "[",
            "null",
            " ",
            ".");

    private static final List<String> LEVELS =
            List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "UNKNOWN", "gold", "25");

    private final Random random;

    public RandomEvents(long seed) {
        random = new Random(seed);
    }

    public RequestEvent request() {
        return new RequestEvent(
                micros(),
                text(),
                orNull(this::text),
                text(),
                text(),
                100 + random.nextInt(500),
                (long) (random.nextDouble() * RequestEvent.MAX_DURATION_MICROS),
                orNull(this::text),
                orNull(this::text),
                orNull(this::text),
                orNull(this::count),
                orNull(this::count),
                orNull(() -> id(8)),
                random.nextInt(4) == 0,
                orNull(this::parts));
    }

    private RequestParts parts() {
        return random.nextInt(3) == 0
                ? RequestParts.NONE
                : new RequestParts(partMicros(), calls(), partMicros(), partMicros(), calls(), partMicros(), calls());
    }

    private long partMicros() {
        return random.nextBoolean() ? 0 : (long) (random.nextDouble() * RequestEvent.MAX_DURATION_MICROS);
    }

    private long calls() {
        return random.nextBoolean() ? 0 : random.nextLong(RequestParts.MAX_CALLS + 1);
    }

    /** The event as {@code Codec.withoutIds()} may decode it. */
    public static RequestEvent withoutIds(RequestEvent event) {
        return new RequestEvent(
                event.timestampMicros(),
                event.service(),
                event.instance(),
                event.method(),
                event.route(),
                event.status(),
                event.durationMicros(),
                null,
                null,
                event.errorType(),
                event.requestBytes(),
                event.responseBytes(),
                null,
                event.stream(),
                event.parts());
    }

    public LogEvent log() {
        return new LogEvent(
                micros(),
                text(),
                orNull(this::text),
                LogLevel.of(LEVELS.get(random.nextInt(LEVELS.size()))),
                orNull(this::text),
                orNull(this::text),
                text(),
                orNull(() -> id(16)),
                orNull(() -> id(8)),
                orNull(this::text),
                orNull(this::text),
                map(this::text));
    }

    public SampleEvent sample() {
        return new SampleEvent(
                micros(), text(), orNull(this::text), any(MetricType.values()), text(), number(), map(this::text));
    }

    public RollupKey rollupKey() {
        Tier tier = any(Tier.values());
        long start = tier.windowStart(micros());
        return new RollupKey(
                new Series(text(), text(), text()), tier, start < FIRST_MICROS ? start + tier.sizeMicros() : start);
    }

    public Rollup rollup() {
        LatencySketch sketch = new LatencySketch();
        for (int i = random.nextInt(30); i > 0; i--) {
            sketch.add(count());
        }
        long count = count();
        long streams = random.nextBoolean() ? 0 : count();
        boolean onlyStreams = streams > 0 && streams == count;
        return new Rollup(
                rollupKey(),
                count,
                count(),
                streams,
                List.of(count(), count(), count(), count(), count()),
                map(this::count),
                count(),
                onlyStreams ? 0 : count(),
                onlyStreams ? 0 : count(),
                count(),
                count(),
                sketch,
                orNull(this::partSums));
    }

    private PartSums partSums() {
        PartSums sums = new PartSums();
        for (int i = random.nextInt(5); i >= 0; i--) {
            sums.add(partMicros(), parts());
        }
        return sums;
    }

    public CallSummary call() {
        LatencySketch sketch = new LatencySketch();
        long count = 1 + random.nextInt(5);
        long sum = 0;
        long max = 0;
        for (int i = 0; i < count; i++) {
            long micros = partMicros();
            sketch.add(micros);
            sum += micros;
            max = Math.max(max, micros);
        }
        boolean background = random.nextBoolean();
        return new CallSummary(
                micros(),
                text(),
                orNull(this::text),
                background ? null : text(),
                background ? null : text(),
                any(CallKind.values()),
                text(),
                text(),
                count,
                random.nextLong(count + 1),
                sum,
                max,
                orNull(this::count),
                orNull(this::count),
                orNull(this::count),
                sketch);
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            switch (random.nextInt(3)) {
                case 0 -> text.append(ODD.get(random.nextInt(ODD.size())));
                case 1 -> text.append((char) random.nextInt(0x10000));
                default -> text.append("orders/").append(random.nextInt(100));
            }
        }
        return text.toString();
    }

    private String id(int bytes) {
        byte[] id = new byte[bytes];
        random.nextBytes(id);
        id[0] |= 1;
        return HexFormat.of().formatHex(id);
    }

    private long micros() {
        return switch (random.nextInt(6)) {
            case 0 -> FIRST_MICROS;
            case 1 -> LAST_MICROS;
            case 2 -> -random.nextInt(2_000_000);
            default -> random.nextLong(FIRST_MICROS, LAST_MICROS + 1);
        };
    }

    private long count() {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    private double number() {
        double bits = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(bits) ? bits : random.nextInt();
    }

    private <V> Map<String, V> map(Supplier<V> value) {
        Map<String, V> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(i + text(), value.get());
        }
        return map;
    }

    private <T> @Nullable T orNull(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
