package dev.tidemark.wire.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a sample is about; on the wire in lower case. */
public enum MetricType {
    API,
    REDIS,
    POSTGRES,
    CACHE,
    SYSTEM,
    BUSINESS;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    public String wireName() {
        return wireName;
    }

    /** The type that {@code wireName} names, or null if it names none. */
    public static @Nullable MetricType of(String wireName) {
        for (MetricType type : values()) {
            if (type.wireName.equals(wireName)) {
                return type;
            }
        }
        return null;
    }
}
