package dev.tidemark.query.lettuce;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.LongAdder;

/**
 * The lookups of keys that this service made, which Redis counts as hits and misses. Of all commands that it sends, only {@code PTTL} is
 * counted. Thread-safe.
 */
@Singleton
public final class OwnLookups {
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /** Lookups since the service started. */
    public record Count(long hits, long misses) {
        public static final Count NONE = new Count(0, 0);
    }

    public void hit() {
        hits.increment();
    }

    public void miss() {
        misses.increment();
    }

    public Count count() {
        return new Count(hits.sum(), misses.sum());
    }
}
