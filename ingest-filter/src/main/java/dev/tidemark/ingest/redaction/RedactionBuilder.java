package dev.tidemark.ingest.redaction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds rules to {@link Redaction#standard()}. Not thread-safe.
 *
 * <pre>{@code
 * Redaction.with().key("customer_no").pattern("acme-key", "acme_[A-Za-z0-9]{20,}").build()
 * }</pre>
 */
public final class RedactionBuilder {
    private static final int MAX_RULES = 64;

    private final List<String> keys = new ArrayList<>();
    private final Map<String, TokenPattern> patterns = new LinkedHashMap<>();

    RedactionBuilder() {}

    /** Removes the values of keys and fields with this name, in any case and with any separators. */
    public RedactionBuilder key(String name) {
        if (KeyWords.split(name).isEmpty()) {
            throw new IllegalArgumentException("the key " + name + ": expected a name with letters");
        }
        keys.add(bounded(name, keys.size()));
        return this;
    }

    /**
     * Removes words of this form. A pattern is written like a regular expression of characters, sets such as
     * {@code [A-Z0-9]}, {@code \d}, {@code \w}, and counts such as {@code {8,40}}; there are no groups, and each part
     * takes all it can. A match begins at the start of a word and ends at the end of one.
     *
     * @param name the name of the rule, under which its matches are counted
     */
    public RedactionBuilder pattern(String name, String pattern) {
        patterns.put(bounded(name, patterns.size()), TokenPattern.of(pattern));
        return this;
    }

    private static String bounded(String name, int rules) {
        if (rules >= MAX_RULES || name.isEmpty() || name.length() > KeyWords.MAX_NAME) {
            throw new IllegalArgumentException("the rule " + name + ": expected at most " + MAX_RULES
                    + " rules with names of 1 to " + KeyWords.MAX_NAME + " characters");
        }
        return name;
    }

    public Redaction build() {
        return new StandardRedaction(keys, patterns);
    }
}
