package dev.tidemark.processor.sink.dimension;

import dev.tidemark.consumer.HeapBytes;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An LRU cache of ids by key, limited in number and in bytes. It is cleared each day, so that each day's first use of a key is recorded.
 * Not thread-safe.
 */
public final class LruCache<K> {
    private static final int ENTRY_BYTES = HeapBytes.LINKED_ENTRY + HeapBytes.NUMBER;

    private final Map<K, Integer> ids = new LinkedHashMap<>(16, 0.75f, true);
    private final int capacity;
    private final long maxBytes;
    private final ToIntFunction<K> weigher;
    private LocalDate day = LocalDate.MIN;
    private long bytes;

    /**
     * @param limits contains the memory of all caches
     * @param weigher the memory of a key, about; always the same for equal keys
     */
    public LruCache(IdCache cache, CardinalityLimits limits, ToIntFunction<K> weigher) {
        this.capacity = cache.capacity();
        this.maxBytes = cache.bytes(limits.cacheBytes());
        this.weigher = weigher;
    }

    public void turnTo(LocalDate today) {
        if (!today.equals(day)) {
            clear();
            day = today;
        }
    }

    public void clear() {
        ids.clear();
        bytes = 0;
    }

    public @Nullable Integer get(K key) {
        return ids.get(key);
    }

    public void put(K key, int id) {
        int own = bytes(key);
        if (own > maxBytes) {
            return;
        }
        if (ids.put(key, id) == null) {
            bytes += own;
        }
        if (isTooLarge()) {
            Iterator<K> eldest = ids.keySet().iterator();
            while (isTooLarge()) {
                bytes -= bytes(eldest.next());
                eldest.remove();
            }
        }
    }

    public void putAll(Map<K, Integer> more) {
        more.forEach(this::put);
    }

    private boolean isTooLarge() {
        return ids.size() > capacity || bytes > maxBytes;
    }

    private int bytes(K key) {
        return ENTRY_BYTES + weigher.applyAsInt(key);
    }

    int size() {
        return ids.size();
    }

    /** The memory of the cache, about. */
    long bytes() {
        return bytes;
    }
}
