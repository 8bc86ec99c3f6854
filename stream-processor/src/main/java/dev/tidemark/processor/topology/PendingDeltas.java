package dev.tidemark.processor.topology;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.wire.event.Series;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * What the deltas since the last commit add to the windows of ten seconds. The partitions of the requests topic and the windows of all
 * tiers are merged with one another here, once for many deltas. Not thread-safe.
 */
final class PendingDeltas {
    /** A window with its entry. The names of its series belong to the admitted series. */
    private static final int WINDOW_BYTES = HeapBytes.object(8) + HeapBytes.HASH_ENTRY;

    /** A series with its windows of ten seconds. */
    private static final int SERIES_BYTES = HeapBytes.HASH_ENTRY + HeapBytes.object(36) + HeapBytes.array(64);

    /** An hour of windows. */
    private static final int MOST_OF_A_SERIES = 360;

    private final Map<Series, Map<Long, WindowAggregate>> pending = new HashMap<>();
    private final MemoryPool.Share memory;
    private int size;
    private boolean wide;

    /** @param memory the memory of the deltas */
    PendingDeltas(MemoryPool.Share memory) {
        this.memory = memory;
    }

    /**
     * Adds what a delta adds to a window.
     *
     * @param startMicros the start of its ten seconds, in microseconds since the epoch
     * @param aggregate must not be used afterwards
     */
    void add(Series series, long startMicros, WindowAggregate aggregate) {
        Map<Long, WindowAggregate> windows = pending.computeIfAbsent(series, unseen -> {
            memory.add(SERIES_BYTES);
            return new HashMap<>();
        });
        WindowAggregate known = windows.putIfAbsent(startMicros, aggregate);
        wide |= windows.size() >= MOST_OF_A_SERIES;
        if (known == null) {
            size++;
            memory.add(WINDOW_BYTES + aggregate.growth());
        } else {
            known.merge(aggregate);
            memory.add(known.growth());
        }
    }

    /** Whether so many windows of one series are pending that loading more of them at once would take much memory. */
    boolean isWide() {
        return wide;
    }

    /** The number of windows of ten seconds. */
    int size() {
        return size;
    }

    /** Passes everything to {@code target}, series by series. What was passed before an exception is not passed again. */
    void drainTo(Target target) {
        wide = false;
        Iterator<Map.Entry<Series, Map<Long, WindowAggregate>>> each =
                pending.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Series, Map<Long, WindowAggregate>> next = each.next();
            Series series = next.getKey();
            Map<Long, WindowAggregate> windows = next.getValue();
            each.remove();
            size -= windows.size();
            memory.add(-bytes(windows));
            target.take(series, windows);
        }
    }

    private static long bytes(Map<Long, WindowAggregate> windows) {
        long bytes = SERIES_BYTES;
        for (WindowAggregate aggregate : windows.values()) {
            bytes += WINDOW_BYTES + aggregate.weighed();
        }
        return bytes;
    }

    interface Target {
        /** @param windows the aggregates by the start of their ten seconds */
        void take(Series series, Map<Long, WindowAggregate> windows);
    }
}
