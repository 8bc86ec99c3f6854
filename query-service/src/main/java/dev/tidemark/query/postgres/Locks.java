package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.postgres.LockTree.Blocked;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for whom.
 *
 * @param from the start of the history
 * @param to its end
 * @param stepSeconds the width of a point of the history
 * @param at when the present was read; null in a comparison
 * @param waiting the sessions that wait for a lock; in a comparison, the most that there were
 * @param sessions in the order of a tree: each root is followed by those that wait for it; null in a comparison
 * @param history from samples of the collector
 * @param unknown the figures that cannot be read
 * @param comparison the earlier span; null without {@code compare}
 */
@Serdeable
record Locks(
        Instant from,
        Instant to,
        long stepSeconds,
        @Nullable Instant at,
        @Nullable Long waiting,
        @Nullable List<Blocked> sessions,
        List<PostgresSeries> history,
        List<Unknown> unknown,
        @Nullable Locks comparison) {

    static Locks of(
            Present<LockReports.Read> present,
            PostgresHistory history,
            List<Unknown> unknown,
            @Nullable Locks comparison) {
        LockReports.Read read = present.figures();
        return new Locks(
                history.from(),
                history.to(),
                history.stepSeconds(),
                present.at(),
                read == null ? null : (Long) read.waiting(),
                read == null ? null : read.tree().sessions(),
                history.series(),
                unknown,
                comparison);
    }

    /** An earlier span, of which only samples tell. */
    static Locks of(PostgresHistory history) {
        Double most = history.max("lock_waits_count");
        return new Locks(
                history.from(),
                history.to(),
                history.stepSeconds(),
                null,
                most == null ? null : (Long) Math.round(most),
                null,
                history.series(),
                history.unknown(),
                null);
    }
}
