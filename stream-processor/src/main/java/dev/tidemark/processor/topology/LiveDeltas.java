package dev.tidemark.processor.topology;

import dev.tidemark.wire.event.Series;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The aggregates of one partition of the requests topic since they were last forwarded. They are live objects:
 * serialising the aggregate for each request would cost more than all other work. Not thread-safe.
 */
final class LiveDeltas {
    private final int sourcePartition;
    private final Map<Series, Map<Long, WindowAggregate>> live = new HashMap<>();
    private int size;
    private long coveredMillis = Delta.UNKNOWN;
    private long newestMillis = Delta.UNKNOWN;

    LiveDeltas(int sourcePartition) {
        this.sourcePartition = sourcePartition;
    }

    /** The live aggregate of a series and the ten seconds that start at {@code windowStartMicros}. */
    WindowAggregate aggregate(Series series, long windowStartMicros) {
        return live.computeIfAbsent(series, unseen -> new HashMap<>(4)).computeIfAbsent(windowStartMicros, unseen -> {
            size++;
            return new WindowAggregate();
        });
    }

    /** Notes the append time of an added record, in milliseconds since the epoch. */
    void advance(long appendMillis) {
        newestMillis = Math.max(newestMillis, appendMillis);
    }

    int size() {
        return size;
    }

    /** The newest append time seen, in milliseconds since the epoch; 0 before the first. */
    long newestMillis() {
        return Math.max(0, newestMillis);
    }

    /**
     * Passes all deltas to {@code target}, those of a series one after the other, and removes them. Deltas that were passed before an
     * exception are not passed again.
     *
     * @param target takes a series and its delta
     */
    void drainTo(Target target) {
        Iterator<Map.Entry<Series, Map<Long, WindowAggregate>>> each =
                live.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Series, Map<Long, WindowAggregate>> next = each.next();
            drain(next.getKey(), next.getValue(), target);
            each.remove();
        }
        coveredMillis = newestMillis;
    }

    private void drain(Series series, Map<Long, WindowAggregate> windows, Target target) {
        Iterator<Map.Entry<Long, WindowAggregate>> each = windows.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Long, WindowAggregate> next = each.next();
            target.take(series, new Delta(sourcePartition, coveredMillis, next.getKey(), next.getValue()));
            each.remove();
            size--;
        }
    }

    interface Target {
        void take(Series series, Delta delta);
    }
}
