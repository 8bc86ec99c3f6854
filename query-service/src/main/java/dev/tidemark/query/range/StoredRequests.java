package dev.tidemark.query.range;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Knows how far the storage of requests has come. Thread-safe. */
public interface StoredRequests {
    /**
     * The time up to which all requests and their windows are stored; null if the sinks have not reported yet.
     *
     * @throws dev.tidemark.query.store.DatabaseException if it cannot be read
     */
    @Nullable Instant until();
}
