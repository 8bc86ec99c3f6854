package dev.tidemark.query.breakdown;

import dev.tidemark.query.breakdown.CallQueries.Sketch;
import dev.tidemark.query.breakdown.CallQueries.Sum;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.store.Deadline;
import dev.tidemark.wire.sketch.LatencySketch;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Adds up calls over a span. To be called in a transaction of the store. */
@Singleton
final class CallReader {
    /** What is read in well under a second. */
    private static final int MOST_SKETCHES = 50_000;

    private final CallQueries queries;
    private final long mostSketches;

    @Inject
    CallReader(CallQueries queries) {
        this(queries, MOST_SKETCHES);
    }

    /** Reads {@code mostSketches} for an answer at most. */
    CallReader(CallQueries queries, long mostSketches) {
        this.queries = queries;
        this.mostSketches = mostSketches;
    }

    /**
     * An operation and the times of its calls.
     *
     * @param isRead whether the times were read: the budget is used up by those that took more time
     */
    record Called(Sum sum, LatencySketch sketch, boolean isRead) {
        /** Whether the sketch has all calls: a damaged one is not merged. */
        boolean hasAllTimes() {
            return sketch.count() == sum.count();
        }
    }

    /** The {@code most} operations that took most time, and as many of background work. */
    List<Called> read(TimeRange range, EndpointChoice choice, int most, Deadline deadline) {
        deadline.check();
        List<Segment> segments = TierSegments.of(range);
        List<Called> operations = new ArrayList<>();
        Map<Integer, LatencySketch> byCall = new HashMap<>();
        long left = mostSketches;
        List<Sum> sums = new ArrayList<>(queries.largest(segments, choice, most));
        sums.sort(Comparator.comparingDouble(Sum::sumMicros).reversed());
        for (Sum sum : sums) {
            left -= sum.windows();
            Called called = new Called(sum, new LatencySketch(), left >= 0);
            operations.add(called);
            if (called.isRead()) {
                for (int id : sum.ids()) {
                    byCall.put(id, called.sketch());
                }
            }
        }
        if (!byCall.isEmpty()) {
            read(segments, byCall, deadline);
        }
        return operations;
    }

    private void read(List<Segment> segments, Map<Integer, LatencySketch> byCall, Deadline deadline) {
        int[] ids = byCall.keySet().stream().mapToInt(Integer::intValue).toArray();
        for (Segment segment : segments) {
            deadline.check();
            try (Stream<Sketch> sketches = deadline.bounded(queries.sketches(segment, ids))) {
                sketches.forEach(each -> merge(byCall.get(each.callId()), each.sketch()));
            }
        }
    }

    private static void merge(@Nullable LatencySketch into, byte[] sketch) {
        try {
            if (into != null) {
                into.merge(LatencySketch.fromBytes(sketch));
            }
        } catch (IllegalArgumentException e) {
            // It is none. The count tells that it is missing.
        }
    }
}
