package dev.tidemark.query.breakdown;

import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimelineSteps;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.parts.PartSums;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Adds up the parts of requests over a span. To be called in a transaction of the store. */
@Singleton
final class PartReader {
    private final Database store;
    private final PartQueries queries;

    PartReader(@Named(Databases.STORE) Database store, PartQueries queries) {
        this.store = store;
        this.queries = queries;
    }

    /**
     * The requests of a span.
     *
     * @param requests those that are no streams
     * @param sums the parts of those that were measured
     * @param skipped the windows that are not included, because they are contradictory
     */
    record Measured(long requests, long streams, PartSums sums, long skipped) {}

    /** The parts in the span, of all endpoints or of these. */
    Measured read(TimeRange range, boolean all, int[] endpoints) {
        Tally tally = new Tally();
        for (Segment segment : TierSegments.of(range)) {
            try (Stream<PartQueries.Window> windows = store.bounded(queries.windows(segment, all, endpoints))) {
                windows.forEach(tally::add);
            }
        }
        return new Measured(tally.requests, tally.streams, tally.sums, tally.skipped);
    }

    /** The sums of each step by its number. */
    Map<Long, PartQueries.Step> steps(TimeRange range, TimelineSteps steps, boolean all, int[] endpoints) {
        Segment whole = steps.segment();
        Map<Long, PartQueries.Step> sums = new HashMap<>();
        for (Segment segment : TierSegments.settledFirst(whole.tier(), whole.from(), whole.to(), range.now())) {
            for (PartQueries.Step step : queries.steps(segment, steps.width().toSeconds(), all, endpoints)) {
                sums.merge(step.step(), step, PartQueries.Step::plus);
            }
        }
        return sums;
    }

    private static final class Tally {
        private final PartSums sums = new PartSums();
        private long requests;
        private long streams;
        private long skipped;

        void add(PartQueries.Window window) {
            long durations = window.count() - window.streams();
            if (window.count() < 1
                    || window.count() > Rollup.MAX_COUNT
                    || window.streams() < 0
                    || durations < 0
                    || !merge(window.parts(), durations)) {
                skipped++;
                return;
            }
            requests += durations;
            streams += window.streams();
        }

        private boolean merge(byte[] parts, long durations) {
            if (parts.length == 0) {
                return true;
            }
            try {
                PartSums read = PartSums.fromBytes(parts);
                if (Rollup.conflict(read, durations) != null) {
                    return false;
                }
                sums.merge(read);
                return true;
            } catch (IllegalArgumentException e) {
                // They are none.
                return false;
            }
        }
    }
}
