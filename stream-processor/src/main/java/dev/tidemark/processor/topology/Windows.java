package dev.tidemark.processor.topology;

import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one task. Recently used windows are live objects; all are in a logged store, which is written when
 * they are published. Not thread-safe.
 */
final class Windows {
    private final KeyValueStore<byte[], byte[]> store;
    private final int maxLive;
    /** Ordered by use, least recently used first. */
    private final Map<RollupKey, Window> live = new LinkedHashMap<>(16, 0.75f, true);

    private final List<Window> changed = new ArrayList<>();
    /** The first key of each tier in the store, so that tombstones of removed windows need not be skipped each time. */
    private final Map<Tier, byte[]> begin = new EnumMap<>(Tier.class);

    Windows(KeyValueStore<byte[], byte[]> store, int maxLive) {
        this.store = store;
        this.maxLive = maxLive;
        for (Tier tier : Tier.values()) {
            begin.put(tier, WindowKey.lowest(tier, Long.MIN_VALUE));
        }
    }

    /** Whether the limit of live windows is reached; {@link #publishTo} makes room. */
    boolean isFull() {
        return live.size() + Tier.values().length > maxLive;
    }

    int liveSize() {
        return live.size();
    }

    /**
     * Merges an aggregate into a window.
     *
     * @param newestMillis the newest append time in the aggregate, in milliseconds since the epoch
     */
    void merge(RollupKey key, WindowAggregate aggregate, long newestMillis) {
        Window window = live.get(key);
        if (window == null) {
            byte[] storeKey = WindowKey.write(key);
            byte @Nullable [] stored = store.get(storeKey);
            window = new Window(
                    key, storeKey, stored == null ? new WindowAggregate() : WindowAggregate.fromBytes(stored));
            live.put(key, window);
            // A clock that was set back leads to windows before those that were removed.
            begin.merge(key.tier(), storeKey, Windows::lower);
        }
        window.aggregate.merge(aggregate);
        window.newestMillis = Math.max(window.newestMillis, newestMillis);
        if (!window.changed) {
            window.changed = true;
            changed.add(window);
        }
    }

    /** Stores and publishes each window that has changed since the last call, and makes room if the limit is reached. */
    void publishTo(Target target) {
        for (Window window : changed) {
            if (window.changed) {
                store.put(window.storeKey, window.aggregate.toBytes());
                target.take(window.key, window.aggregate, window.newestMillis);
                window.changed = false;
            }
        }
        changed.clear();
        if (isFull()) {
            dropLeastRecentlyUsed(live.size() - maxLive / 2);
        }
    }

    private void dropLeastRecentlyUsed(int count) {
        Iterator<Window> eldest = live.values().iterator();
        for (int i = 0; i < count; i++) {
            eldest.next();
            eldest.remove();
        }
    }

    private static byte[] lower(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, b) <= 0 ? a : b;
    }

    /**
     * Removes the oldest windows, up to the first that is not final. Publish all changes first.
     *
     * @param isFinal whether a window that starts at this time is final, in microseconds since the epoch
     * @param limit the maximum number to remove; the rest is removed the next time
     */
    void remove(LongPredicate isFinal, int limit) {
        live.keySet().removeIf(key -> isFinal.test(key.windowStartMicros()));
        int left = limit;
        for (Tier tier : Tier.values()) {
            left -= remove(tier, isFinal, left);
        }
    }

    @SuppressWarnings("NullAway") // Every tier has an entry.
    private int remove(Tier tier, LongPredicate isFinal, int limit) {
        byte[] end = WindowKey.lowest(tier, Long.MAX_VALUE);
        int removed = 0;
        try (KeyValueIterator<byte[], byte[]> range = store.range(begin.get(tier), end)) {
            while (removed < limit && range.hasNext()) {
                KeyValue<byte[], byte[]> next = range.next();
                if (!isFinal.test(WindowKey.windowStartMicros(next.key))) {
                    break;
                }
                store.delete(next.key);
                begin.put(tier, next.key);
                removed++;
            }
        }
        return removed;
    }

    interface Target {
        void take(RollupKey key, WindowAggregate aggregate, long newestMillis);
    }

    private static final class Window {
        private final RollupKey key;
        private final byte[] storeKey;
        private final WindowAggregate aggregate;
        private long newestMillis;
        private boolean changed;

        Window(RollupKey key, byte[] storeKey, WindowAggregate aggregate) {
            this.key = key;
            this.storeKey = storeKey;
            this.aggregate = aggregate;
        }
    }
}
