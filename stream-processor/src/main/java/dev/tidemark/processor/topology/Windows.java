package dev.tidemark.processor.topology;

import dev.tidemark.consumer.HeapBytes;
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
    /** A window with its keys, without its aggregate. The names of its series belong to the admitted series. */
    private static final int WINDOW_BYTES =
            HeapBytes.object(29) + HeapBytes.object(16) + HeapBytes.LINKED_ENTRY + Integer.BYTES;

    private final KeyValueStore<byte[], byte[]> store;
    private final int maxLive;
    private final MemoryPool.Share memory;
    /** Ordered by use, least recently used first. */
    private final Map<RollupKey, Window> live = new LinkedHashMap<>(16, 0.75f, true);

    private final List<Window> changed = new ArrayList<>();
    /** The first key of each tier in the store, so that tombstones of removed windows need not be skipped each time. */
    private final Map<Tier, byte[]> begin = new EnumMap<>(Tier.class);

    /**
     * @param maxLive the maximum number of live windows
     * @param memory the memory of live windows
     */
    Windows(KeyValueStore<byte[], byte[]> store, int maxLive, MemoryPool.Share memory) {
        this.store = store;
        this.maxLive = maxLive;
        this.memory = memory;
        for (Tier tier : Tier.values()) {
            begin.put(tier, WindowKey.lowest(tier, Long.MIN_VALUE));
        }
    }

    /** Whether a limit of live windows is reached; {@link #publishTo} makes room. */
    boolean isFull() {
        return hasTooMany() || memory.isFull();
    }

    private boolean hasTooMany() {
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
            memory.add(window.ownBytes());
        }
        window.aggregate.merge(aggregate);
        memory.add(window.aggregate.growth());
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
            dropLeastRecentlyUsed(
                    hasTooMany() ? maxLive / 2 : maxLive, memory.isFull() ? memory.own() / 2 : Long.MAX_VALUE);
        }
    }

    /** Leaves at most {@code count} windows of at most {@code bytes}. */
    private void dropLeastRecentlyUsed(int count, long bytes) {
        Iterator<Window> eldest = live.values().iterator();
        while (eldest.hasNext() && (live.size() > count || memory.own() > bytes)) {
            memory.add(-eldest.next().bytes());
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
        live.values().removeIf(window -> {
            boolean goes = isFinal.test(window.key.windowStartMicros());
            memory.add(goes ? -window.bytes() : 0);
            return goes;
        });
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

        int ownBytes() {
            return WINDOW_BYTES + HeapBytes.array(storeKey.length);
        }

        int bytes() {
            return ownBytes() + aggregate.weighed();
        }
    }
}
