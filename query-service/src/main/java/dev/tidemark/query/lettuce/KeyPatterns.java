package dev.tidemark.query.lettuce;

import java.util.List;
import java.util.regex.Pattern;

/** Names of keys without the parts that look like identifiers: these may be secrets, and there are too many of them. */
public final class KeyPatterns {
    private static final String ANY = "*";
    private static final int MAX_PART = 32;
    /** Further parts are left out. */
    private static final int MAX_PARTS = 4;

    /** A part of a name that is an identifier rather than a word. */
    private static final Pattern IDENTIFIER =
            Pattern.compile(".*[0-9@].*|.{" + (MAX_PART + 1) + ",}|.*[^\\p{L}_.\\-].*");

    private static final Pattern COLON = Pattern.compile(":");

    private KeyPatterns() {}

    /** The part before the first colon; {@code *} if there is none, or if it looks like an identifier. */
    public static String prefix(String key) {
        int colon = key.indexOf(':');
        return colon <= 0 ? ANY : word(key.substring(0, colon));
    }

    /** The name of a key in which {@code *} stands for identifiers. */
    public static String pattern(String key) {
        List<String> parts =
                COLON.splitAsStream(key).limit(MAX_PARTS).map(KeyPatterns::word).toList();
        // A single word may be a name that somebody chose, such as a user's.
        return parts.size() == 1 ? ANY : String.join(":", parts);
    }

    private static String word(String part) {
        return part.isEmpty() || IDENTIFIER.matcher(part).matches() ? ANY : part;
    }
}
