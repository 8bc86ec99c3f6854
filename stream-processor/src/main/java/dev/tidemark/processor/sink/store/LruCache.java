package dev.tidemark.processor.sink.store;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ids by key, the least used forgotten first; all of them each day, so that each day's first use is written down. Not
 * thread-safe.
 */
final class LruCache<K> {
    private final Map<K, Integer> ids;
    private LocalDate day = LocalDate.MIN;

    LruCache(int capacity) {
        this.ids = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Integer> eldest) {
                return size() > capacity;
            }
        };
    }

    void turnTo(LocalDate today) {
        if (!today.equals(day)) {
            ids.clear();
            day = today;
        }
    }

    void clear() {
        ids.clear();
    }

    @Nullable Integer get(K key) {
        return ids.get(key);
    }

    void put(K key, int id) {
        ids.put(key, id);
    }

    void putAll(Map<K, Integer> more) {
        ids.putAll(more);
    }
}
