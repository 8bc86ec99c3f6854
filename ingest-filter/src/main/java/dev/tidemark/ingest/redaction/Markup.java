package dev.tidemark.ingest.redaction;

import dev.tidemark.ingest.redaction.KeyValues.Place;
import org.jspecify.annotations.Nullable;

/** Elements of XML and HTML whose name, or the name in an attribute, is that of a secret. */
final class Markup {
    private static final int MAX_TAG = 300;
    private static final String CDATA = "<![cdata[";

    private final Scan scan;
    private final NamedFields named;
    private final ValueChecks checks;
    private final char[] s;
    private final int n;

    Markup(Scan scan, KeyValues keyValues) {
        this.scan = scan;
        this.named = keyValues.named();
        this.checks = new ValueChecks(scan);
        this.s = scan.s;
        this.n = scan.n;
    }

    private boolean isTag(int start, int end, String word) {
        return end - word.length() >= start && scan.isWord(end - word.length(), word);
    }

    /** Looks at the tag that opens at {@code at}; returns where to continue, or -1. */
    int open(int at) {
        int start = at + 1;
        int i = start;
        while (i < n && i - start < KeyWords.MAX_NAME && (Chars.isName(s[i]) || s[i] == ':')) {
            start = s[i] == ':' ? i + 1 : start;
            i++;
        }
        if (i >= n || i == start) {
            return -1;
        }
        SecretKind kind = scan.kindOf(start, i);
        boolean names = isTag(start, i, "name") || isTag(start, i, "key");
        boolean holds = isTag(start, i, "value") || isTag(start, i, "string");
        if (kind == null && holds) {
            kind = named.takePending(at);
        }
        if (kind == null && !names || kind == SecretKind.EMAIL) {
            return -1;
        }
        int content = afterTag(i);
        if (content < 0) {
            return -1;
        }
        if (kind == null) {
            name(content);
            return -1;
        }
        if (content < n && s[content] == '<' && !scan.matches(content, CDATA)) {
            named.pending(kind, content);
            return -1;
        }
        return text(kind, start, i, content);
    }

    /** Removes the text behind the tag that closes at {@code at}, if one of its attributes names a secret. */
    int close(int at) {
        SecretKind kind =
                at > 0 && s[at - 1] != '/' && s[at - 1] != '=' && s[at - 1] != '-' ? named.takePendingInTag(at) : null;
        if (kind == null) {
            return -1;
        }
        int content = at + 1;
        while (content < n && s[content] <= ' ') {
            content++;
        }
        if (content < n && s[content] == '<' && !scan.matches(content, CDATA)) {
            named.pending(kind, content);
            return -1;
        }
        return text(kind, at, at, at + 1);
    }

    private int text(SecretKind kind, int nameStart, int nameEnd, int content) {
        int start = content;
        while (start < n && s[start] <= ' ') {
            start++;
        }
        int end = start;
        if (scan.matches(start, CDATA)) {
            start += CDATA.length();
            end = start;
            while (end < n && !(s[end] == ']' && scan.matches(end, "]]>"))) {
                end++;
            }
        } else {
            while (end < n && s[end] != '<') {
                end++;
            }
        }
        scan.step(end - content);
        while (end > start && s[end - 1] <= ' ') {
            end--;
        }
        Place place = new Place(kind, nameStart, nameEnd, -1, true);
        return end == start || checks.isKept(place, start, end, start, true) ? -1 : scan.found(start, end, kind.rule());
    }

    private void name(int content) {
        int end = content;
        while (end < n && end - content < KeyWords.MAX_NAME && s[end] != '<') {
            end++;
        }
        @Nullable SecretKind kind = end - content < 2 ? null : scan.kindOf(content, end);
        if (kind != null && kind != SecretKind.EMAIL) {
            named.pending(kind, end);
        }
    }

    /** The index after the tag, or -1 if it has no content. */
    private int afterTag(int at) {
        int i = at;
        while (i < n && i - at < MAX_TAG && s[i] != '>' && s[i] != '<') {
            i++;
        }
        scan.step(i - at);
        return i < n && s[i] == '>' && s[i - 1] != '/' && i - at < MAX_TAG ? i + 1 : -1;
    }
}
