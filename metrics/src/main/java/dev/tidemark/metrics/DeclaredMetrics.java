package dev.tidemark.metrics;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the metrics that classes declare, also those without a value yet, to check that each is documented. Not thread-safe. */
public final class DeclaredMetrics {
    private final Set<String> names = new TreeSet<>();

    /** Adds the descriptors in the static fields of a class, in maps there, and in its enum constants. */
    public void addFrom(Class<?> type) throws IllegalAccessException {
        for (Field field : type.getDeclaredFields()) {
            boolean relevant = field.getType() == MetricDescriptor.class || Map.class.isAssignableFrom(field.getType());
            if (!relevant) {
                continue;
            }
            field.setAccessible(true);
            if (Modifier.isStatic(field.getModifiers())) {
                add(field.get(null));
            } else if (type.isEnum()) {
                for (Object constant : type.getEnumConstants()) {
                    add(field.get(constant));
                }
            }
        }
    }

    private void add(@Nullable Object value) {
        if (value instanceof MetricDescriptor descriptor) {
            names.add(descriptor.name());
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(this::add);
        }
    }

    /** The names, without the prefix of the process. */
    public Set<String> names() {
        return names;
    }
}
