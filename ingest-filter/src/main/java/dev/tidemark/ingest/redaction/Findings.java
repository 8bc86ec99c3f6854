package dev.tidemark.ingest.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The secret parts of one text, in order and without overlaps. */
final class Findings {
    private final NormalText text;
    private final List<Finding> found = new ArrayList<>();

    Findings(NormalText text) {
        this.text = text;
    }

    /** Adds a part, which may enclose or overlap the latest ones. A part that is removed already does not count. */
    void add(int start, int end, String rule) {
        if (end <= start || isRemoved(start, end)) {
            return;
        }
        int from = start;
        int to = end;
        while (!found.isEmpty() && found.get(found.size() - 1).end() > from) {
            Finding last = found.get(found.size() - 1);
            if (last.end() >= to && last.start() <= from) {
                return;
            }
            from = Math.min(from, last.start());
            to = Math.max(to, last.end());
            found.remove(found.size() - 1);
        }
        found.add(new Finding(from, to, rule));
    }

    private boolean isRemoved(int start, int end) {
        String removed = Redaction.REDACTED;
        if (end - start != removed.length()) {
            return false;
        }
        for (int i = 0; i < removed.length(); i++) {
            if (text.chars[start + i] != removed.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The original text without the parts; reports the rule of each. */
    String apply(Consumer<String> rules) {
        String original = text.original();
        if (found.isEmpty()) {
            return original;
        }
        StringBuilder kept = new StringBuilder(original.length() + 16);
        int end = 0;
        for (Finding finding : found) {
            kept.append(original, end, Math.max(end, text.originalStart(finding.start())))
                    .append(Redaction.REDACTED);
            end = Math.max(end, text.originalEnd(finding.end()));
            rules.accept(finding.rule());
        }
        return kept.append(original, end, original.length()).toString();
    }

    private record Finding(int start, int end, String rule) {}
}
