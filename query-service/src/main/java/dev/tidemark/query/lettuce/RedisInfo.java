package dev.tidemark.query.lettuce;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reply to Redis's {@code INFO}: {@code name:value} lines in sections. Missing values are null. */
public final class RedisInfo {
    private static final String KEYSPACE = "# Keyspace";

    private final Map<String, String> values = new HashMap<>();
    private final boolean hasKeyspace;

    public RedisInfo(String info) {
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && line.charAt(0) != '#') {
                values.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        hasKeyspace = info.lines().anyMatch(line -> line.strip().equals(KEYSPACE));
    }

    /** Returns a text; null if the value is missing. */
    public @Nullable String text(String name) {
        return values.get(name);
    }

    /** Returns a whole number; null if the value is missing or not a whole number. */
    public @Nullable Long number(String name) {
        return parse(values.get(name));
    }

    /** Returns the values whose names begin with {@code prefix}, by the rest of their names. */
    public Map<String, String> startingWith(String prefix) {
        Map<String, String> found = new HashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /** Returns the decimal number of a field in a value such as {@code calls=12,usec=34}; null if it is missing. */
    public static @Nullable Double field(String value, String field) {
        return parseDecimal(text(value, field));
    }

    /** Returns the text of a field in such a value; null if it is missing. */
    public static @Nullable String text(String value, String field) {
        for (String part : value.split(",", -1)) {
            if (part.startsWith(field + "=")) {
                return part.substring(field.length() + 1);
            }
        }
        return null;
    }

    /** Returns a decimal number; null if the value is missing or not a number. */
    public @Nullable Double decimal(String name) {
        return parseDecimal(values.get(name));
    }

    /** Sums the keys of all databases, from lines such as {@code db0:keys=12,expires=3}; empty databases have no line. */
    public @Nullable Long keys() {
        return sum("keys");
    }

    /** Sums the keys with a time to live of all databases. */
    public @Nullable Long expiringKeys() {
        return sum("expires");
    }

    private @Nullable Long sum(String field) {
        if (!hasKeyspace) {
            return null;
        }
        long sum = 0;
        for (Map.Entry<String, String> entry : values.entrySet()) {
            if (entry.getKey().matches("db\\d+")) {
                Double number = field(entry.getValue(), field);
                if (number == null) {
                    return null;
                }
                sum += number.longValue();
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

    private static @Nullable Double parseDecimal(@Nullable String text) {
        try {
            return text == null ? null : Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
