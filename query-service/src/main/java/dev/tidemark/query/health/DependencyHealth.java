package dev.tidemark.query.health;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.query.parallel.ParallelQuery;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * The state of one dependency of this service.
 *
 * @param status {@code up}, {@code busy} (all connections are in use) or {@code down}
 * @param latencyMs how long the check took, in milliseconds; null if it did not finish or was not made
 * @param detail the reason if it is not up
 */
@Serdeable
record DependencyHealth(
        Status status,
        String address,
        @Nullable Long latencyMs,
        @Nullable String detail) {

    /** Whether the dependency answered. */
    @Serdeable
    enum Status {
        @JsonProperty("up")
        UP,
        @JsonProperty("busy")
        BUSY,
        @JsonProperty("down")
        DOWN
    }

    static DependencyHealth of(String address, @Nullable Long latencyMs, @Nullable String detail) {
        return new DependencyHealth(detail == null ? Status.UP : Status.DOWN, address, latencyMs, detail);
    }

    static DependencyHealth unanswered(String address, ParallelQuery.Failure failure) {
        Status status = failure.kind() == ParallelQuery.Kind.BUSY ? Status.BUSY : Status.DOWN;
        return new DependencyHealth(status, address, null, failure.text());
    }
}
