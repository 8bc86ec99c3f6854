package dev.tidemark.processor.sink.dimension;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An LRU cache of ids by key. It is cleared each day, so that each day's first use of a key is recorded. Not
 * thread-safe.
 */
public final class LruCache<K> {
    private final Map<K, Integer> ids;
    private LocalDate day = LocalDate.MIN;

    public LruCache(int capacity) {
        this.ids = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Integer> eldest) {
                return size() > capacity;
            }
        };
    }

    public void turnTo(LocalDate today) {
        if (!today.equals(day)) {
            ids.clear();
            day = today;
        }
    }

    public void clear() {
        ids.clear();
    }

    public @Nullable Integer get(K key) {
        return ids.get(key);
    }

    public void put(K key, int id) {
        ids.put(key, id);
    }

    public void putAll(Map<K, Integer> more) {
        ids.putAll(more);
    }
}
