package dev.tidemark.ingest.redaction;

import dev.tidemark.ingest.redaction.KeyValues.Place;
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
        SecretKind kind = kindOf(fieldName);
        return kind != null && kind != SecretKind.KEY && kind != SecretKind.SIGNATURE;
    }

    @Override
    public String redactField(String name, CharSequence value) {
        return redactField(name, value.toString(), this::count);
    }

    String redactField(String name, String value, Consumer<String> rules) {
        SecretKind kind = kindOf(name);
        char[] content = value.toCharArray();
        boolean count = KeyWords.isCount(name) && SecretLooks.isNumber(content, 0, content.length, 1, 12);
        boolean tangent = ValueChecks.isTangent(name, content, 0, content.length);
        if (kind == null || count || tangent || isKept(kind, value)) {
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

    /** As in a text, where some names only suggest a secret; an e-mail field is hidden whatever it holds. */
    private boolean isKept(SecretKind kind, String value) {
        Scan scan = new Scan(NormalText.of(value), keys, shapes);
        return kind == SecretKind.EMAIL
                ? Placeholders.isPlaceholder(scan.s, 0, scan.n)
                : new ValueChecks(scan).isKept(new Place(kind, 0, 0, -1, true), 0, scan.n, 0, true);
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
