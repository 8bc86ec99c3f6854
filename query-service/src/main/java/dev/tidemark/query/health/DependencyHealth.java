package dev.tidemark.query.health;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.query.parallel.ParallelQuery;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * Whether something that this service depends on answers.
 *
 * @param status {@code up}, {@code busy} (it has other questions to answer first) or {@code down}
 * @param latencyMs how long it took to answer; null if it was not asked just now
 * @param detail why it is not up
 */
@Serdeable
record DependencyHealth(
        Status status,
        String address,
        @Nullable Long latencyMs,
        @Nullable String detail) {

    /** Whether it answers. */
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
