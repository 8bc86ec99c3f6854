package dev.tidemark.ingest.redaction;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rules of {@link Redaction#standard()}, and the application's own. Thread-safe. */
final class StandardRedaction implements Redaction {
    private final KeyWords keys;
    private final TokenShapes shapes;
    // There are as many as there are rules.
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    StandardRedaction(Iterable<String> ownKeys, Map<String, TokenPattern> ownPatterns) {
        this.keys = new KeyWords(ownKeys);
        this.shapes = new TokenShapes(ownPatterns);
    }

    @Override
    public String redact(CharSequence text) {
        return redact(text.toString(), this::count);
    }

    /** The same; reports the rule of each removed part instead of counting it. */
    String redact(String text, Consumer<String> rules) {
        return new Scan(NormalText.of(text), keys, shapes).run().apply(rules);
    }

    @Override
    public boolean hides(String fieldName) {
        return kindOf(fieldName) != null;
    }

    @Override
    public String redactField(String name, CharSequence value) {
        return redactField(name, value.toString(), this::count);
    }

    String redactField(String name, String value, Consumer<String> rules) {
        SecretKind kind = kindOf(name);
        char[] content = value.toCharArray();
        if (kind == null || Placeholders.isPlaceholder(content, 0, content.length) || KeyWords.isCount(name) && isNumber(content)) {
            return redact(value, rules);
        }
        if (!value.equals(REDACTED)) {
            rules.accept(kind.rule());
        }
        return REDACTED;
    }

    private @Nullable SecretKind kindOf(String fieldName) {
        NormalText name = NormalText.of(fieldName);
        int start = Math.max(0, name.length - KeyWords.MAX_NAME);
        return keys.kindOf(name.substring(start, name.length));
    }

    private static boolean isNumber(char[] value) {
        return SecretLooks.isNumber(value, 0, value.length, 1, 12);
    }

    @Override
    public Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((rule, count) -> all.put(rule, count.sum()));
        return all;
    }

    private void count(String rule) {
        counts.computeIfAbsent(rule, name -> new LongAdder()).increment();
    }
}
