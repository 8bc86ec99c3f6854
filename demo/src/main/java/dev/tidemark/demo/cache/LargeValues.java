package dev.tidemark.demo.cache;

import dev.tidemark.demo.fault.Disturbance;
import dev.tidemark.demo.fault.Fault;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Fills Redis with large values that nobody reads, so that it evicts others. */
public final class LargeValues implements Disturbance {

    private static final String VALUE = "x".repeat(192 << 10);
    private static final int KEYS = 100_000;
    private static final Duration LIFETIME = Duration.ofMinutes(1);
    private static final long PAUSE_MILLIS = 5;

    private final Cache cache;

    public LargeValues(Cache cache) {
        this.cache = cache;
    }

    @Override
    public Fault fault() {
        return Fault.REDIS_EVICT;
    }

    @Override
    public void step() throws InterruptedException {
        cache.put("export:" + ThreadLocalRandom.current().nextInt(KEYS), VALUE, LIFETIME);
        Thread.sleep(PAUSE_MILLIS);
    }
}
