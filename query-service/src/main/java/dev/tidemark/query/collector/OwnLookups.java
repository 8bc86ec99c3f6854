package dev.tidemark.query.collector;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.LongAdder;

/** The lookups of keys that the collector itself made, which Redis counts as hits and misses. Thread-safe. */
@Singleton
final class OwnLookups {
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    void hit() {
        hits.increment();
    }

    void miss() {
        misses.increment();
    }

    long hits() {
        return hits.sum();
    }

    long misses() {
        return misses.sum();
    }
}
