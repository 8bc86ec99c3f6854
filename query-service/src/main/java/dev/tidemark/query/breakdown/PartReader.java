package dev.tidemark.query.breakdown;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.query.endpoint.ChosenEndpointQueries;
import dev.tidemark.query.endpoint.ChosenEndpoints;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimelineSteps;
import dev.tidemark.query.store.Deadline;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.parts.PartSums;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Adds up the parts of requests over a span. To be called in a transaction of the store. */
@Singleton
final class PartReader {
    private final PartQueries queries;
    private final ChosenEndpointQueries endpoints;
    private final ClosedDays<Measured> measured = new ClosedDays<>(Measured::heapBytes);
    private final ClosedDays<List<PartQueries.Step>> steps =
            new ClosedDays<>(day -> (long) PartQueries.Step.HEAP_BYTES * day.size());

    PartReader(PartQueries queries, ChosenEndpointQueries endpoints) {
        this.queries = queries;
        this.endpoints = endpoints;
    }

    /**
     * The requests of a span.
     *
     * @param requests those that are no streams
     * @param sums the parts of those that were measured
     * @param skipped the windows that are not included, because they are contradictory
     */
    record Measured(long requests, long streams, PartSums sums, long skipped) {
        long heapBytes() {
            return HeapBytes.object(32) + sums.heapBytes();
        }
    }

    /** The endpoints of {@code choice}, for the other questions. */
    ChosenEndpoints chosen(EndpointChoice choice) {
        return endpoints.of(choice);
    }

    /** The parts in the span. */
    Measured read(TimeRange range, ChosenEndpoints chosen, Deadline deadline) {
        Tally tally = new Tally();
        for (Segment segment : TierSegments.of(range)) {
            for (Segment part : ClosedDays.split(segment)) {
                tally.add(measured.get(part, 0, chosen.choice(), range.now(), () -> read(part, chosen, deadline)));
            }
        }
        return tally.measured();
    }

    private Measured read(Segment segment, ChosenEndpoints chosen, Deadline deadline) {
        deadline.check();
        Tally tally = new Tally();
        try (Stream<PartQueries.Window> windows = deadline.bounded(queries.windows(segment, chosen))) {
            windows.forEach(tally::add);
        }
        return tally.measured();
    }

    /** The sums of each step by its number. */
    Map<Long, PartQueries.Step> steps(
            TimeRange range, TimelineSteps timeline, ChosenEndpoints chosen, Deadline deadline) {
        long width = timeline.width().toSeconds();
        Segment whole = timeline.segment();
        Map<Long, PartQueries.Step> sums = new HashMap<>();
        for (Segment segment : TierSegments.settledFirst(whole.tier(), whole.from(), whole.to(), range.now())) {
            for (Segment part : ClosedDays.split(segment)) {
                steps.get(part, width, chosen.choice(), range.now(), () -> steps(part, width, chosen, deadline))
                        .forEach(step -> sums.merge(step.step(), step, PartQueries.Step::plus));
            }
        }
        return sums;
    }

    private List<PartQueries.Step> steps(Segment segment, long width, ChosenEndpoints chosen, Deadline deadline) {
        deadline.check();
        return queries.steps(segment, width, chosen);
    }

    /** The sums of each step by its number, of the requests with these durations only. */
    Map<Long, PartQueries.Step> steps(
            TimeRange range, TimelineSteps timeline, ChosenEndpoints chosen, Durations durations, Deadline deadline) {
        long width = timeline.width().toSeconds();
        Segment whole = timeline.segment();
        Map<Long, PartSums> sums = new HashMap<>();
        for (Segment segment : TierSegments.settledFirst(whole.tier(), whole.from(), whole.to(), range.now())) {
            deadline.check();
            try (Stream<PartQueries.Window> windows = deadline.bounded(queries.windows(segment, chosen))) {
                windows.forEach(window -> Tally.parts(window)
                        .ifPresent(parts -> sums.computeIfAbsent(
                                        Math.floorDiv(window.windowStartSeconds(), width), step -> new PartSums())
                                .merge(parts)));
            }
        }
        Map<Long, PartQueries.Step> steps = new HashMap<>();
        sums.forEach((step, of) -> steps.put(step, PartQueries.Step.of(step, durations.totals(of))));
        return steps;
    }

    private static final class Tally {
        private final PartSums sums = new PartSums();
        private long requests;
        private long streams;
        private long skipped;

        void add(PartQueries.Window window) {
            Optional<PartSums> parts = parts(window);
            if (parts.isEmpty()) {
                skipped++;
                return;
            }
            sums.merge(parts.get());
            requests += window.count() - window.streams();
            streams += window.streams();
        }

        void add(Measured other) {
            sums.merge(other.sums);
            requests += other.requests;
            streams += other.streams;
            skipped += other.skipped;
        }

        Measured measured() {
            return new Measured(requests, streams, sums, skipped);
        }

        /** The parts of a window; empty if it is contradictory. */
        static Optional<PartSums> parts(PartQueries.Window window) {
            long durations = window.count() - window.streams();
            if (window.count() < 1 || window.count() > Rollup.MAX_COUNT || window.streams() < 0 || durations < 0) {
                return Optional.empty();
            }
            try {
                PartSums read = window.parts().length == 0 ? new PartSums() : PartSums.fromBytes(window.parts());
                return Rollup.conflict(read, durations) == null ? Optional.of(read) : Optional.empty();
            } catch (IllegalArgumentException e) {
                // They are none.
                return Optional.empty();
            }
        }
    }
}
