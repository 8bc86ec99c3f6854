package dev.tidemark.query.diagnosis;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Times in which endpoints are known to have been slow. They are no part of what is usual. To be called in a transaction of the store. */
public interface SlowTimes {
    /**
     * One of these times.
     *
     * @param endpoint {@code service method route}
     * @param end null while it goes on
     */
    record SlowTime(
            String endpoint, Instant onset, @Nullable Instant end) {
        boolean contains(Instant at) {
            return !at.isBefore(onset) && (end == null || at.isBefore(end));
        }
    }

    /** Those that began in the span from {@code from} to {@code to}, oldest first. */
    List<SlowTime> since(Instant from, Instant to);
}
