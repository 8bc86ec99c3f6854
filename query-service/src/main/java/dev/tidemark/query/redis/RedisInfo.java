package dev.tidemark.query.redis;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reply to Redis's {@code INFO}: {@code name:value} lines in sections. Missing values are null. */
final class RedisInfo {
    private static final String KEYSPACE = "# Keyspace";

    private final Map<String, String> values = new HashMap<>();
    private final boolean hasKeyspace;

    RedisInfo(String info) {
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && line.charAt(0) != '#') {
                values.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        hasKeyspace = info.lines().anyMatch(line -> line.strip().equals(KEYSPACE));
    }

    @Nullable String text(String name) {
        return values.get(name);
    }

    /** Returns a whole number; null if the value is missing or not a whole number. */
    @Nullable Long number(String name) {
        return parse(values.get(name));
    }

    /** Sums the keys of all databases, from lines such as {@code db0:keys=12,expires=3}; empty databases have no line. */
    @Nullable Long keys() {
        if (!hasKeyspace) {
            return null;
        }
        long sum = 0;
        for (Map.Entry<String, String> entry : values.entrySet()) {
            if (entry.getKey().matches("db\\d+") && entry.getValue().startsWith("keys=")) {
                String keys = entry.getValue().substring("keys=".length());
                int comma = keys.indexOf(',');
                Long number = parse(comma < 0 ? keys : keys.substring(0, comma));
                if (number == null) {
                    return null;
                }
                sum += number;
            }
        }
        return sum;
    }

    private static @Nullable Long parse(@Nullable String digits) {
        try {
            return digits == null ? null : Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
