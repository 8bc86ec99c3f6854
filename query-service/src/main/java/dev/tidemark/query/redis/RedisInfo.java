package dev.tidemark.query.redis;

import java.util.HashMap;
import java.util.Map;

/** The answer to Redis's {@code INFO}: {@code name:value} lines in sections. */
final class RedisInfo {
    private final Map<String, String> values = new HashMap<>();

    RedisInfo(String info) {
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && line.charAt(0) != '#') {
                values.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** A whole number; 0 if this Redis does not tell it. */
    long number(String name) {
        return parse(text(name));
    }

    /** The keys of all databases: {@code db0:keys=12,expires=3,avg_ttl=0}. */
    long keys() {
        long sum = 0;
        for (Map.Entry<String, String> entry : values.entrySet()) {
            if (entry.getKey().matches("db\\d+") && entry.getValue().startsWith("keys=")) {
                String keys = entry.getValue().substring("keys=".length());
                int comma = keys.indexOf(',');
                sum += parse(comma < 0 ? keys : keys.substring(0, comma));
            }
        }
        return sum;
    }

    private static long parse(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
