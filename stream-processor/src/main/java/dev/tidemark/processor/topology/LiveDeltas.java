package dev.tidemark.processor.topology;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Series;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The aggregates of one partition of the requests topic since they were last forwarded. They are live objects:
 * serialising the aggregate for each request would cost more than all other work. Not thread-safe.
 */
final class LiveDeltas {
    /** A window with its entry. The names of its series belong to the admitted series. */
    private static final int WINDOW_BYTES = HeapBytes.object(8) + HeapBytes.HASH_ENTRY;

    /** A series with its windows. */
    private static final int SERIES_BYTES = HeapBytes.HASH_ENTRY + HeapBytes.object(36) + HeapBytes.array(16);

    private final int sourcePartition;
    private final Map<Series, Map<Long, WindowAggregate>> live = new HashMap<>();
    private int size;
    private long coveredMillis = Delta.UNKNOWN;
    private long newestMillis = Delta.UNKNOWN;

    private final MemoryPool.Share memory;

    /** @param memory the memory of the deltas */
    LiveDeltas(int sourcePartition, MemoryPool.Share memory) {
        this.sourcePartition = sourcePartition;
        this.memory = memory;
    }

    /** The live aggregate of a series and the ten seconds that start at {@code windowStartMicros}. */
    WindowAggregate aggregate(Series series, long windowStartMicros) {
        return live.computeIfAbsent(series, unseen -> {
                    memory.add(SERIES_BYTES);
                    return new HashMap<>(4);
                })
                .computeIfAbsent(windowStartMicros, unseen -> {
                    memory.add(WINDOW_BYTES);
                    size++;
                    return new WindowAggregate();
                });
    }

    /** Adds a request to one of the live aggregates. */
    void add(RequestEvent event, WindowAggregate aggregate) {
        aggregate.add(event);
        memory.add(aggregate.growth());
    }

    /** Notes the append time of an added record, in milliseconds since the epoch. One that is far behind shows a clock that was set back. */
    void advance(long appendMillis) {
        if (appendMillis > newestMillis || newestMillis - appendMillis > SourceProgress.SLACK_MILLIS) {
            newestMillis = appendMillis;
        }
    }

    int size() {
        return size;
    }

    /** The newest append time, in milliseconds since the epoch; 0 before the first. */
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
        memory.release();
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
