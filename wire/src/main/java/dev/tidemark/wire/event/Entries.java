package dev.tidemark.wire.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Unmodifiable copies of maps. {@link Map#copyOf} shuffles the entries anew in each JVM; these give the same bytes in all. */
final class Entries {
    private Entries() {}

    /** The entries in the order that {@code map} has them in. */
    static <V> Map<String, V> asGiven(Map<String, V> map) {
        return map.isEmpty() ? Map.of() : unmodifiable(new LinkedHashMap<>(map));
    }

    /** The entries in the order of their keys: the same for maps that are equal. */
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
