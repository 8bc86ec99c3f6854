package dev.tidemark.wire.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Unmodifiable copies of maps in a stable order. {@link Map#copyOf} orders entries differently in each JVM, so their
 * encoded bytes would differ.
 */
final class Entries {
    private Entries() {}

    /** Keeps the order of {@code map}. */
    static <V> Map<String, V> asGiven(Map<String, V> map) {
        return map.isEmpty() ? Map.of() : unmodifiable(new LinkedHashMap<>(map));
    }

    /** Orders the entries by key, so that equal maps have equal bytes. */
    static <V> Map<String, V> sorted(Map<String, V> map) {
        return map.isEmpty() ? Map.of() : unmodifiable(new TreeMap<>(map));
    }

    private static <V> Map<String, V> unmodifiable(Map<String, V> copy) {
        copy.forEach((key, value) -> {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, key);
        });
        return Collections.unmodifiableMap(copy);
    }
}
