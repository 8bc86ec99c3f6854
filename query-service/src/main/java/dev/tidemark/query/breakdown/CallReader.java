package dev.tidemark.query.breakdown;

import dev.tidemark.query.breakdown.CallQueries.Sketch;
import dev.tidemark.query.breakdown.CallQueries.Sum;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.sketch.LatencySketch;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Adds up calls over a span. To be called in a transaction of the store. */
@Singleton
final class CallReader {
    private final Database store;
    private final CallQueries queries;

    CallReader(@Named(Databases.STORE) Database store, CallQueries queries) {
        this.store = store;
        this.queries = queries;
    }

    /** An operation and the times of its calls. */
    record Called(Sum sum, LatencySketch sketch) {
        /** Whether the sketch has all calls: a damaged one is not merged. */
        boolean hasAllTimes() {
            return sketch.count() == sum.count();
        }
    }

    /** The {@code most} operations that took most time, and as many of background work. */
    List<Called> read(TimeRange range, boolean all, int[] ids, int most) {
        if (!all && ids.length == 0) {
            return List.of();
        }
        List<Segment> segments = TierSegments.of(range);
        List<Called> operations = new ArrayList<>();
        Map<Integer, LatencySketch> byCall = new HashMap<>();
        for (Sum sum : queries.largest(segments, all, ids, most)) {
            Called called = new Called(sum, new LatencySketch());
            operations.add(called);
            for (int id : sum.ids()) {
                byCall.put(id, called.sketch());
            }
        }
        if (!byCall.isEmpty()) {
            int[] shown = byCall.keySet().stream().mapToInt(Integer::intValue).toArray();
            for (Segment segment : segments) {
                try (Stream<Sketch> sketches = store.bounded(queries.sketches(segment, shown))) {
                    sketches.forEach(each -> merge(byCall.get(each.callId()), each.sketch()));
                }
            }
        }
        return operations;
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
