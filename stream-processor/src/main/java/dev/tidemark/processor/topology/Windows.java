package dev.tidemark.processor.topology;

import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one task. Recently used windows are live objects; all are in a logged store, which is written with each change. The
 * narrowest windows are published then, too; wider ones only by {@link #publish}, because each of them changes with nearly every commit
 * and readers can add up the narrow ones meanwhile. Not thread-safe.
 */
final class Windows {
    private final KeyValueStore<byte[], byte[]> store;
    private final Consumer<Window> target;
    private final RecentWindows recent;
    private final UnpublishedWindows unpublished;
    /** Windows that are changed but not stored: those of one series, unless an exception came between. */
    private final Set<Window> changed = new LinkedHashSet<>();

    /** The first key of each tier in the store, so that tombstones of removed windows need not be skipped each time. */
    private final Map<Tier, byte[]> begin = new EnumMap<>(Tier.class);

    /** The latest start of each tier's windows that are in the store and may not be in memory, so that new ones need not be looked up. */
    private final Map<Tier, Long> latest = new EnumMap<>(Tier.class);

    private long stored;

    /**
     * @param maxLive how many windows are kept in memory
     * @param memory the memory of these windows
     * @param target takes the windows to publish; they are live objects
     */
    Windows(KeyValueStore<byte[], byte[]> store, int maxLive, MemoryPool.Share memory, Consumer<Window> target) {
        this.store = store;
        this.target = target;
        this.recent = new RecentWindows(maxLive, memory);
        this.unpublished = new UnpublishedWindows(store);
        for (Tier tier : Tier.values()) {
            begin.put(tier, WindowKey.lowest(tier, Long.MIN_VALUE));
            latest.put(tier, latestStored(tier));
        }
    }

    private long latestStored(Tier tier) {
        try (KeyValueIterator<byte[], byte[]> range =
                store.reverseRange(WindowKey.lowest(tier, Long.MIN_VALUE), WindowKey.lowest(tier, Long.MAX_VALUE))) {
            return range.hasNext() ? WindowKey.windowStartMicros(range.next().key) : Long.MIN_VALUE;
        }
    }

    int liveSize() {
        return recent.size();
    }

    int unpublishedSize() {
        return unpublished.size();
    }

    /** The number of changed windows that were stored so far. */
    long stored() {
        return stored;
    }

    /**
     * Adds aggregates to a series' windows of all tiers and stores these.
     *
     * @param aggregates the aggregates by the start of their ten seconds
     */
    void merge(Series series, Map<Long, WindowAggregate> aggregates) {
        aggregates.forEach((start, aggregate) -> {
            for (Tier tier : Tier.values()) {
                Window window = window(new RollupKey(series, tier, tier.windowStart(start)));
                window.aggregate.merge(aggregate);
                recent.weigh(window);
                changed.add(window);
            }
        });
        flush();
    }

    /** Does what an exception left undone, and lets go of the oldest windows if the memory is full. */
    void flush() {
        Iterator<Window> each = changed.iterator();
        while (each.hasNext()) {
            Window window = each.next();
            store.put(window.storeKey, window.aggregate.toBytes());
            if (window.key.tier() == Tier.TEN_SECONDS) {
                target.accept(window);
            } else {
                unpublished.add(window);
            }
            stored++;
            each.remove();
        }
        recent.shrink(window -> {
            unpublished.publish(window, target);
            leaves(window);
        });
    }

    private void leaves(Window window) {
        latest.merge(window.key.tier(), window.key.windowStartMicros(), Math::max);
    }

    @SuppressWarnings("NullAway") // Every tier has an entry.
    private boolean isNew(RollupKey key) {
        return key.windowStartMicros() > latest.get(key.tier());
    }

    private Window window(RollupKey key) {
        Window known = recent.find(key);
        if (known != null) {
            return known;
        }
        byte[] storeKey = WindowKey.write(key);
        byte @Nullable [] bytes = isNew(key) ? null : store.get(storeKey);
        Window window =
                new Window(key, storeKey, bytes == null ? new WindowAggregate() : WindowAggregate.fromBytes(bytes));
        recent.put(window);
        // A clock that was set back leads to windows before those that were removed.
        begin.merge(key.tier(), storeKey, Windows::lower);
        return window;
    }

    private static byte[] lower(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, b) <= 0 ? a : b;
    }

    /** Publishes the changed windows that ended at {@code endMicros} or before. */
    void publish(long endMicros) {
        unpublished.publish(window -> window.endMicros() <= endMicros, target);
    }

    /**
     * Removes the oldest windows, up to the first that is not final, and publishes their changes first.
     *
     * @param isFinal whether a window that starts at this time is final, in microseconds since the epoch
     * @param limit the maximum number to remove; the rest is removed the next time
     */
    void remove(LongPredicate isFinal, int limit) {
        Predicate<Window> due = window -> isFinal.test(window.key.windowStartMicros());
        unpublished.publish(due, target);
        recent.removeIf(due, this::leaves);
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
}
