package dev.tidemark.query.health;

import com.fasterxml.jackson.annotation.JsonProperty;
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
        Status status,
        String address,
        @Nullable Long latencyMs,
        @Nullable String detail) {

    /** Whether it answers. */
    @Serdeable
    public enum Status {
        @JsonProperty("up")
        UP("up"),
        @JsonProperty("down")
        DOWN("down");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        /** How the API writes it. */
        @Override
        public String toString() {
            return label;
        }
    }

    static DependencyHealth of(String address, @Nullable Long latencyMs, @Nullable String detail) {
        return new DependencyHealth(detail == null ? Status.UP : Status.DOWN, address, latencyMs, detail);
    }
}
