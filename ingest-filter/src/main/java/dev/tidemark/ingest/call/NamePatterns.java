package dev.tidemark.ingest.call;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Patterns of names that contain ids, such as keys of Redis ({@code user:42:cart}: {@code user:*:cart}) and paths ({@code
 * /orders/42}: {@code /orders/{id}}). Only separators and parts that look like words of the application remain. Parts that look like
 * words but differ from name to name, such as people's names, are replaced as well once there are many of them in one place; so the
 * patterns are few, whatever the names. Thread-safe.
 */
public final class NamePatterns {
    /** A pattern has at most so many parts; the rest of a name is replaced. */
    static final int MOST_PARTS = 8;

    /** The first part of a key is replaced when there are more different ones. */
    static final int FIRST_WORDS_OF_KEYS = 64;

    /** The same for paths, of all services that are called. */
    static final int FIRST_WORDS_OF_PATHS = 200;

    /** The same for each later part, after the same parts before it. */
    static final int NEXT_WORDS = 16;

    /** All places where words are kept. */
    static final int MOST_PLACES = 1_000;

    private static final int MOST_CHARACTERS = 256;
    private static final String KEY_SEPARATORS = ":/|#;,{}=&";

    private final String separators;
    private final String placeholder;
    private final boolean wholeParts;
    private final Words first;
    private final AtomicInteger places = new AtomicInteger();

    private NamePatterns(String separators, String placeholder, boolean wholeParts, int firstWords) {
        this.separators = separators;
        this.placeholder = placeholder;
        this.wholeParts = wholeParts;
        this.first = new Words(firstWords);
    }

    /** Patterns of keys: {@code session:9f8e7d6c} is {@code session:*}. */
    public static NamePatterns ofKeys() {
        return new NamePatterns(KEY_SEPARATORS, "*", false, FIRST_WORDS_OF_KEYS);
    }

    /** Patterns of paths: {@code /orders/42} is {@code /orders/{id}}. Segments with a variable in braces are templates, and stay. */
    public static NamePatterns ofPaths() {
        return new NamePatterns("/", "{id}", true, FIRST_WORDS_OF_PATHS);
    }

    /** The pattern of a name. */
    public String of(CharSequence name) {
        int length = Math.min(name.length(), MOST_CHARACTERS);
        StringBuilder pattern = new StringBuilder();
        Words before = first;
        int parts = 0;
        int begin = 0;
        for (int i = 0; i <= length; i++) {
            if (i < length && separators.indexOf(name.charAt(i)) < 0) {
                continue;
            }
            if (i > begin) {
                boolean cut = i == length && length < name.length();
                if (cut || parts++ == MOST_PARTS) {
                    return pattern.append(placeholder).toString();
                }
                String shown = before.keep(shown(name.subSequence(begin, i)));
                before = before.after(shown);
                pattern.append(shown);
            }
            if (i < length) {
                pattern.append(name.charAt(i));
            }
            begin = i + 1;
        }
        return pattern.toString();
    }

    private String shown(CharSequence part) {
        if (!wholeParts) {
            return NameParts.shown(part, placeholder);
        }
        String whole = part.toString();
        if (whole.indexOf('{') >= 0) {
            return whole;
        }
        return NameParts.shown(part, "*").indexOf('*') < 0 ? whole : placeholder;
    }

    /** The words that are known in one place of a pattern. */
    private final class Words {
        private final int limit;
        // Of few words: what comes after each of them.
        private final ConcurrentMap<String, Words> known = new ConcurrentHashMap<>(4);
        private volatile @Nullable Words afterPlaceholder;
        private volatile boolean tooMany;

        Words(int limit) {
            this.limit = limit;
        }

        /** The part itself, or the placeholder if there are too many different ones here. */
        String keep(String part) {
            if (part.equals(placeholder) || tooMany) {
                return placeholder;
            }
            if (known.containsKey(part)) {
                return part;
            }
            if (known.size() >= limit) {
                tooMany = true;
                known.clear();
                return placeholder;
            }
            if (places.get() >= MOST_PLACES) {
                return placeholder;
            }
            if (known.putIfAbsent(part, new Words(NEXT_WORDS)) == null) {
                places.incrementAndGet();
            }
            return part;
        }

        Words after(String part) {
            Words next = part.equals(placeholder) ? afterPlaceholder : known.get(part);
            if (next != null) {
                return next;
            }
            if (places.get() >= MOST_PLACES) {
                return this;
            }
            Words added = new Words(NEXT_WORDS);
            if (part.equals(placeholder)) {
                places.incrementAndGet();
                afterPlaceholder = added;
            }
            return added;
        }
    }
}
