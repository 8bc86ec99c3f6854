package dev.tidemark.processor.topology;

import dev.tidemark.wire.event.Series;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * What the deltas since the last commit add to the windows of ten seconds. The partitions of the requests topic and the windows of all
 * tiers are merged with one another here, once for many deltas. Not thread-safe.
 */
final class PendingDeltas {
    private final Map<Series, Map<Long, WindowAggregate>> pending = new HashMap<>();
    private int size;

    /** Adds a delta, whose aggregate must not be used afterwards. */
    void add(Series series, Delta delta) {
        Map<Long, WindowAggregate> windows = pending.computeIfAbsent(series, unseen -> new HashMap<>());
        WindowAggregate known = windows.putIfAbsent(delta.windowStartMicros(), delta.aggregate());
        if (known == null) {
            size++;
        } else {
            known.merge(delta.aggregate());
        }
    }

    /** The number of windows of ten seconds. */
    int size() {
        return size;
    }

    /** Passes everything to {@code target}, series by series. What was passed before an exception is not passed again. */
    void drainTo(Target target) {
        Iterator<Map.Entry<Series, Map<Long, WindowAggregate>>> each =
                pending.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Series, Map<Long, WindowAggregate>> next = each.next();
            Series series = next.getKey();
            Map<Long, WindowAggregate> windows = next.getValue();
            each.remove();
            size -= windows.size();
            target.take(series, windows);
        }
    }

    interface Target {
        /** @param windows the aggregates by the start of their ten seconds */
        void take(Series series, Map<Long, WindowAggregate> windows);
    }
}
