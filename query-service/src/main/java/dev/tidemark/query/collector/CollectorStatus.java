package dev.tidemark.query.collector;

import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The collector of this instance.
 *
 * @param enabled whether it takes part in the election
 * @param elected whether it is the one that watches PostgreSQL and Redis
 * @param detail why nobody can be elected; otherwise null
 * @param readings its readings; none have been made while it is not elected
 * @param unknown the figures that cannot be read, with the reason and the remedy
 */
@Serdeable
public record CollectorStatus(
        boolean enabled, boolean elected, @Nullable String detail, List<Reading> readings, List<Unknown> unknown) {
    public CollectorStatus {
        readings = List.copyOf(readings);
        unknown = List.copyOf(unknown);
    }

    /**
     * One reading that is repeated.
     *
     * @param at when it last succeeded; null if it never did
     * @param detail why the newest one failed; null if it did not
     */
    @Serdeable
    public record Reading(
            String name, @Nullable Instant at, @Nullable String detail) {}
}
