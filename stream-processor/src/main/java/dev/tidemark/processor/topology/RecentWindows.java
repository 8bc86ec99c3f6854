package dev.tidemark.processor.topology;

import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Tier;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The recently used windows. A flood of windows of one tier does not push out those of the others, which are used again with the next
 * commit. Not thread-safe.
 */
final class RecentWindows {
    private final int max;
    /** Ordered by use, least recently used first. */
    private final Map<Tier, LinkedHashMap<RollupKey, Window>> tiers = new EnumMap<>(Tier.class);

    /** @param max the maximum number of windows; the tier with the most gives way */
    RecentWindows(int max) {
        this.max = max;
        for (Tier tier : Tier.values()) {
            tiers.put(tier, new LinkedHashMap<>(16, 0.75f, true));
        }
    }

    @Nullable Window find(RollupKey key) {
        return of(key).get(key);
    }

    /** Adds a window; {@link #shrink} keeps the limit. */
    void put(Window window) {
        of(window.key).put(window.key, window);
    }

    @SuppressWarnings("NullAway") // Every tier has an entry.
    private LinkedHashMap<RollupKey, Window> of(RollupKey key) {
        return tiers.get(key.tier());
    }

    int size() {
        return tiers.values().stream().mapToInt(Map::size).sum();
    }

    /** Removes the least recently used windows beyond the limit, after passing each to {@code before}. */
    void shrink(Consumer<Window> before) {
        for (int excess = size() - max; excess > 0; excess--) {
            Iterator<Window> eldest = largest().values().iterator();
            before.accept(eldest.next());
            eldest.remove();
        }
    }

    private LinkedHashMap<RollupKey, Window> largest() {
        LinkedHashMap<RollupKey, Window> largest = new LinkedHashMap<>();
        for (LinkedHashMap<RollupKey, Window> windows : tiers.values()) {
            largest = windows.size() > largest.size() ? windows : largest;
        }
        return largest;
    }

    /** Removes windows that ended at {@code endMicros} or before. */
    void removeEnded(long endMicros) {
        tiers.values().forEach(windows -> windows.values().removeIf(window -> window.endMicros() <= endMicros));
    }
}
