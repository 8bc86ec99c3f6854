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

    /** All places where words are kept; those for the first parts are reserved. */
    static final int MOST_PLACES = 1_000;

    private static final int MOST_CHARACTERS = 256;
    private static final String KEY_SEPARATORS = ":/|#;,{}=&";

    private final String separators;
    private final String placeholder;
    private final boolean wholeParts;
    private final Words first;
    private final AtomicInteger places = new AtomicInteger();
    /** Held while places are taken or given back. */
    private final Object lock = new Object();

    private NamePatterns(String separators, String placeholder, boolean wholeParts, int firstWords) {
        this.separators = separators;
        this.placeholder = placeholder;
        this.wholeParts = wholeParts;
        this.first = new Words(firstWords, MOST_PLACES);
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
        private final int mostPlaces;
        // Of few words: what comes after each of them.
        private final ConcurrentMap<String, Words> known = new ConcurrentHashMap<>(4);
        private volatile @Nullable Words afterPlaceholder;
        private volatile boolean tooMany;

        Words(int limit, int mostPlaces) {
            this.limit = limit;
            this.mostPlaces = mostPlaces;
        }

        private boolean isFull() {
            return places.get() >= mostPlaces;
        }

        /** For what comes after this place. One more than the first words is reserved: that after their placeholder. */
        private Words next() {
            return new Words(NEXT_WORDS, MOST_PLACES - first.limit - 1);
        }

        /** The part itself, or the placeholder if there are too many different ones here. */
        String keep(String part) {
            if (part.equals(placeholder) || tooMany) {
                return placeholder;
            }
            if (known.containsKey(part)) {
                return part;
            }
            if (isFull() && known.size() < limit) {
                return placeholder;
            }
            synchronized (lock) {
                if (tooMany || known.size() >= limit) {
                    dropWords();
                    return placeholder;
                }
                if (known.containsKey(part)) {
                    return part;
                }
                if (isFull()) {
                    return placeholder;
                }
                known.put(part, next());
                places.incrementAndGet();
                return part;
            }
        }

        /** The words here are too many: gives back their places and all that come after them. */
        private void dropWords() {
            tooMany = true;
            for (Words words : known.values()) {
                places.decrementAndGet();
                words.drop();
            }
            known.clear();
        }

        /** Another thread may still be here, but takes no places any more. */
        private void drop() {
            dropWords();
            Words after = afterPlaceholder;
            if (after != null) {
                places.decrementAndGet();
                after.drop();
            }
            afterPlaceholder = this;
        }

        Words after(String part) {
            Words next = part.equals(placeholder) ? afterPlaceholder : known.get(part);
            if (next != null) {
                return next;
            }
            if (isFull()) {
                return this;
            }
            synchronized (lock) {
                next = afterPlaceholder;
                if (next == null && !isFull()) {
                    next = next();
                    afterPlaceholder = next;
                    places.incrementAndGet();
                }
            }
            // A word that another thread has dropped is a placeholder by now.
            return next == null ? this : next;
        }
    }
}
