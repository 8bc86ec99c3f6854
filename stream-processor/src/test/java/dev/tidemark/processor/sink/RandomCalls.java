package dev.tidemark.processor.sink;

import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.sketch.LatencySketch;
import java.time.Instant;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Summaries of several services, instances, endpoints and operations. Many are of the same operation and window. The same seed gives the
 * same summaries, except for their times.
 */
public final class RandomCalls implements Supplier<CallSummary> {
    private static final int SERVICES = 2;
    private static final int INSTANCES = 6;
    private static final int ROUTES = 3;
    private static final int OPERATIONS = 4;
    private static final int MAX_CALLS = 100;

    private final Random random;
    private final Supplier<Instant> end;

    /** @param end the end of the ten minutes that most of them belong to */
    public RandomCalls(long seed, Supplier<Instant> end) {
        this.random = new Random(seed);
        this.end = end;
    }

    @Override
    public CallSummary get() {
        int instance = random.nextInt(INSTANCES);
        CallKind kind = CallKind.values()[random.nextInt(CallKind.values().length)];
        boolean background = random.nextInt(10) == 0;
        boolean reads = kind == CallKind.REDIS && random.nextBoolean();
        LatencySketch sketch = new LatencySketch();
        int count = 1 + random.nextInt(MAX_CALLS);
        long sum = 0;
        long max = 0;
        for (int i = 0; i < count; i++) {
            long micros = (long) Math.exp(random.nextDouble() * 14);
            sketch.add(micros);
            sum += micros;
            max = Math.max(max, micros);
        }
        return new CallSummary(
                windowStart(),
                "service" + instance % SERVICES,
                "instance-" + instance,
                background ? null : "GET",
                background ? null : "/r" + random.nextInt(ROUTES),
                kind,
                kind.wireName() + "-target",
                kind.wireName() + " operation " + random.nextInt(OPERATIONS),
                count,
                random.nextInt(count + 1),
                sum,
                max,
                kind == CallKind.DB && random.nextInt(4) > 0 ? number() : null,
                reads ? number() : null,
                reads ? number() : null,
                sketch);
    }

    /** Most are of the last minute, some are of other hours. */
    private long windowStart() {
        int kind = random.nextInt(100);
        int seconds = kind < 85 ? 60 : kind < 95 ? 600 : 20 * 3_600;
        Instant at = end.get().minusSeconds(random.nextInt(seconds));
        return Tier.TEN_SECONDS.windowStart(Timestamps.toMicros(at));
    }

    private @Nullable Long number() {
        return (long) random.nextInt(1_000);
    }
}
