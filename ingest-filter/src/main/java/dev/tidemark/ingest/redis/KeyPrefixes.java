package dev.tidemark.ingest.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The patterns of keys that are configured; each {@code *} stands for any characters. Immutable. */
final class KeyPrefixes {
    private static final char ANY = '*';

    private final List<String> patterns;

    KeyPrefixes(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /** The first pattern that a key matches; null if there is none. */
    @Nullable String of(String key) {
        for (String pattern : patterns) {
            if (matches(pattern, key)) {
                return pattern;
            }
        }
        return null;
    }

    private static boolean matches(String pattern, String key) {
        int p = 0;
        int k = 0;
        int lastAny = -1;
        int resume = 0;
        while (k < key.length()) {
            if (p < pattern.length() && pattern.charAt(p) == ANY) {
                lastAny = p++;
                resume = k;
            } else if (p < pattern.length() && pattern.charAt(p) == key.charAt(k)) {
                p++;
                k++;
            } else if (lastAny >= 0) {
                p = lastAny + 1;
                k = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == ANY) {
            p++;
        }
        return p == pattern.length();
    }
}
