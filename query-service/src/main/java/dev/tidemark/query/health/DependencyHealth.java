package dev.tidemark.query.health;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * How something that this service depends on is.
 *
 * @param status {@code up} or {@code down}
 * @param latencyMs how long it took to answer; null if it was not asked just now
 * @param detail why it is down
 */
@Serdeable
record DependencyHealth(
        String status,
        String address,
        @Nullable Long latencyMs,
        @Nullable String detail) {

    static DependencyHealth of(String address, @Nullable Long latencyMs, @Nullable String detail) {
        return new DependencyHealth(detail == null ? "up" : "down", address, latencyMs, detail);
    }
}
