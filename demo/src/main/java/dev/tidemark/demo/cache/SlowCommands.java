package dev.tidemark.demo.cache;

import dev.tidemark.demo.fault.Disturbance;
import dev.tidemark.demo.fault.Fault;
import java.util.stream.IntStream;

/** Merges two large sets again and again. Redis runs one command at a time, so all others wait meanwhile. */
public final class SlowCommands implements Disturbance {

    private static final String MERGED = "suggestions:merged";
    private static final String[] PARTS = {"suggestions:bought", "suggestions:seen"};
    private static final int MEMBERS = 150_000;
    private static final int PER_COMMAND = 2_000;
    private static final long PAUSE_MILLIS = 40;

    private final Cache cache;
    private volatile boolean filled;

    public SlowCommands(Cache cache) {
        this.cache = cache;
    }

    @Override
    public Fault fault() {
        return Fault.REDIS_SLOW;
    }

    @Override
    public void step() throws InterruptedException {
        if (!filled) {
            fill();
            filled = true;
        }
        Long merged = cache.ask(redis -> redis.sunionstore(MERGED, PARTS));
        // Redis was restarted or has evicted them.
        filled = merged == null || merged > 0;
        Thread.sleep(PAUSE_MILLIS);
    }

    private void fill() {
        for (int part = 0; part < PARTS.length; part++) {
            String key = PARTS[part];
            for (int from = part * MEMBERS; from < (part + 1) * MEMBERS; from += PER_COMMAND) {
                String[] members = IntStream.range(from, from + PER_COMMAND)
                        .mapToObj(i -> "suggestion-" + i)
                        .toArray(String[]::new);
                cache.ask(redis -> redis.sadd(key, members));
            }
        }
    }

    @Override
    public void end() {
        filled = false;
        cache.ask(redis -> redis.unlink(MERGED, PARTS[0], PARTS[1]));
    }
}
