package dev.tidemark.wire.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The subject of a sample; in lower case on the wire. */
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

    /** The type with this wire name; null if there is none. */
    public static @Nullable MetricType of(String wireName) {
        for (MetricType type : values()) {
            if (type.wireName.equals(wireName)) {
                return type;
            }
        }
        return null;
    }
}
