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
    /** A key with its entry. The names of its series belong to the admitted series. */
    private static final int KEY_BYTES = HeapBytes.object(12) + HeapBytes.HASH_ENTRY;

    private final int sourcePartition;
    private final Map<Key, WindowAggregate> live = new HashMap<>();
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
        return live.computeIfAbsent(new Key(series, windowStartMicros), key -> {
            memory.add(KEY_BYTES);
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
        return live.size();
    }

    /** The newest append time, in milliseconds since the epoch; 0 before the first. */
    long newestMillis() {
        return Math.max(0, newestMillis);
    }

    /**
     * Passes all deltas to {@code target} and removes them. Deltas that were passed before an exception are not passed again.
     *
     * @param target takes a series and its delta
     */
    void drainTo(Target target) {
        Iterator<Map.Entry<Key, WindowAggregate>> each = live.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Key, WindowAggregate> next = each.next();
            Key key = next.getKey();
            target.take(key.series, new Delta(sourcePartition, coveredMillis, key.windowStartMicros, next.getValue()));
            each.remove();
        }
        memory.release();
        coveredMillis = newestMillis;
    }

    interface Target {
        void take(Series series, Delta delta);
    }

    private record Key(Series series, long windowStartMicros) {}
}
