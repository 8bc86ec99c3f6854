package dev.tidemark.processor.topology;

import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Tier;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The recently used windows. A flood of windows of one tier does not push out those of the others, which are used again with the next
 * commit. Not thread-safe.
 */
final class RecentWindows {
    private final int max;
    private final MemoryPool.Share memory;
    /** Ordered by use, least recently used first. */
    private final Map<Tier, LinkedHashMap<RollupKey, Window>> tiers = new EnumMap<>(Tier.class);

    /**
     * @param max the maximum number of windows; the tier with the most gives way
     * @param memory their memory; if it is full, they leave half of their part
     */
    RecentWindows(int max, MemoryPool.Share memory) {
        this.max = max;
        this.memory = memory;
        for (Tier tier : Tier.values()) {
            tiers.put(tier, new LinkedHashMap<>(16, 0.75f, true));
        }
    }

    @Nullable Window find(RollupKey key) {
        return of(key).get(key);
    }

    /** Adds a window; {@link #shrink} keeps the limits. */
    void put(Window window) {
        of(window.key).put(window.key, window);
        memory.add(window.ownBytes());
    }

    /** Notes that a window may have grown. */
    void weigh(Window window) {
        memory.add(window.aggregate.growth());
    }

    @SuppressWarnings("NullAway") // Every tier has an entry.
    private LinkedHashMap<RollupKey, Window> of(RollupKey key) {
        return tiers.get(key.tier());
    }

    int size() {
        return tiers.values().stream().mapToInt(Map::size).sum();
    }

    /** Removes the least recently used windows beyond the limits, after passing each to {@code before}. */
    void shrink(Consumer<Window> before) {
        long bytes = memory.isFull() ? memory.own() / 2 : Long.MAX_VALUE;
        int size = size();
        while (size > 0 && (size > max || memory.own() > bytes)) {
            Iterator<Window> eldest = largest().values().iterator();
            Window window = eldest.next();
            before.accept(window);
            eldest.remove();
            memory.add(-window.bytes());
            size--;
        }
    }

    private LinkedHashMap<RollupKey, Window> largest() {
        LinkedHashMap<RollupKey, Window> largest = new LinkedHashMap<>();
        for (LinkedHashMap<RollupKey, Window> windows : tiers.values()) {
            largest = windows.size() > largest.size() ? windows : largest;
        }
        return largest;
    }

    /** Removes the windows that are {@code due}, after passing each to {@code before}. */
    void removeIf(Predicate<Window> due, Consumer<Window> before) {
        for (LinkedHashMap<RollupKey, Window> windows : tiers.values()) {
            Iterator<Window> each = windows.values().iterator();
            while (each.hasNext()) {
                Window window = each.next();
                if (due.test(window)) {
                    before.accept(window);
                    each.remove();
                    memory.add(-window.bytes());
                }
            }
        }
    }
}
