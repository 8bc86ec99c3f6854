package dev.tidemark.ingest.redaction;

import dev.tidemark.ingest.redaction.KeyValues.Place;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A key and its value that are two fields of one object: {@code {"name": "password", "value": "x"}}, in either order. */
final class NamedFields {
    private static final Set<String> NAMES = Set.of(
            "name",
            "key",
            "field",
            "header",
            "property",
            "param",
            "parameter",
            "attribute",
            "variable",
            "setting",
            "label",
            "option",
            "id",
            "type");
    private static final Set<String> VALUES = Set.of("value", "val", "content", "text", "default", "v", "values");
    private static final WordTable FIELDS = new WordTable(List.of(NAMES, VALUES));
    private static final int MAX_DISTANCE = 200;
    private static final int MAX_NAME = 60;

    private final Scan scan;
    private final KeyValues keyValues;
    private @Nullable SecretKind pending;
    private int pendingAt;
    private int valueName = -1;
    private int valueAt = -1;

    NamedFields(Scan scan, KeyValues keyValues) {
        this.scan = scan;
        this.keyValues = keyValues;
    }

    /** The kind of the value at {@code value}, if the field is the value of a secret that is named beside it. */
    @Nullable SecretKind at(int start, int end, int value) {
        char last = Chars.lower(scan.s[end - 1]);
        boolean longer = end - start > 9 && end - start < 30;
        if (longer && (scan.isWord(end - 4, "name") || scan.isWord(end - 5, "value"))) {
            return last == 'e' && scan.isWord(end - 5, "value") ? valueOf(end - 5, value) : nameOf(value);
        }
        int field = end - start > 9 ? -1 : FIELDS.find(scan.s, start, end);
        if (field < 0) {
            return null;
        }
        String known = FIELDS.word(field);
        if (VALUES.contains(known)) {
            return valueOf(start, value);
        }
        name(known, value);
        return null;
    }

    private @Nullable SecretKind valueOf(int start, int value) {
        SecretKind kind = takePending(start);
        if (kind == null) {
            kind = ofType(start);
        }
        if (kind == null) {
            valueName = start;
            valueAt = value;
        }
        return kind;
    }

    /** The kind of a type whose only component is called "value": ApiKey[value=x]. */
    private @Nullable SecretKind ofType(int start) {
        int end = start - 1;
        if (end <= scan.floor || scan.s[end] != '[' && scan.s[end] != '(' && scan.s[end] != '{') {
            return null;
        }
        int type = end;
        while (type > scan.floor && end - type < MAX_NAME && Chars.isAlphanumeric(scan.s[type - 1])) {
            type--;
        }
        SecretKind kind = end - type < 2 ? null : scan.kindOf(type, end);
        return kind == SecretKind.EMAIL || kind == SecretKind.KEY ? null : kind;
    }

    private @Nullable SecretKind nameOf(int value) {
        name("name", value);
        return null;
    }

    private void name(String field, int at) {
        int quote = scan.values.quoteAt(at);
        int start = quote < 0 ? at : quote + 1;
        int end = start;
        while (end < scan.n
                && end - start < MAX_NAME
                && (Chars.isName(scan.s[end]) || quote >= 0 && scan.s[end] == ' ')) {
            end++;
        }
        SecretKind kind = end - start < 2 ? null : scan.kindOf(start, end);
        boolean only = !field.equals("type") || scan.isWord(start, "password");
        if (kind == null || kind == SecretKind.EMAIL || kind == SecretKind.KEY || !only) {
            return;
        }
        int part = quote < 0 ? -1 : partOfForm(end + 1);
        if (part >= 0) {
            keyValues.value(new Place(kind, start, end, -1, true), part);
            return;
        }
        if (valueAt > 0 && valueAt >= scan.floor && at - valueAt < MAX_DISTANCE && isSameObject(valueAt, at)) {
            int value = valueAt;
            int name = valueName;
            valueAt = -1;
            keyValues.value(new Place(kind, name, name + 1, -1, true), value);
            return;
        }
        pending(kind, end);
    }

    /** The value in a part of multipart/form-data, behind an empty line; or -1. */
    private int partOfForm(int at) {
        int i = at;
        int lines = 0;
        while (i < scan.n && i - at < 4 && Chars.isLineEnd(scan.s[i])) {
            lines += scan.s[i] == '\n' ? 1 : 0;
            i++;
        }
        return lines == 2 && i < scan.n ? i : -1;
    }

    void pending(SecretKind kind, int at) {
        pending = kind;
        pendingAt = at;
    }

    @Nullable SecretKind takePending(int at) {
        SecretKind kind = pending;
        if (kind == null || at - pendingAt > MAX_DISTANCE || !isSameObject(pendingAt, at)) {
            return null;
        }
        pending = null;
        return kind;
    }

    /** The kind of the text of an element whose attribute names it, if no tag begins in between. */
    @Nullable SecretKind takePendingInTag(int close) {
        SecretKind kind = pending;
        if (kind == null || close < pendingAt || close - pendingAt > MAX_DISTANCE) {
            return null;
        }
        for (int i = pendingAt; i < close; i++) {
            if (scan.s[i] == '<' || Chars.isLineEnd(scan.s[i]) || scan.s[i] == '{') {
                return null;
            }
        }
        scan.step(close - pendingAt);
        pending = null;
        return kind;
    }

    private boolean isSameObject(int from, int to) {
        scan.step(Math.max(0, to - from));
        int closed = 0;
        for (int i = from; i < to; i++) {
            char c = scan.s[i];
            closed += c == '}' ? 1 : c == '{' ? -1 : 0;
            if (closed > 0 || Chars.isLineEnd(c) && startsItem(i + 1)) {
                return false;
            }
        }
        return closed == 0;
    }

    private boolean startsItem(int line) {
        int i = scan.values.skipSpaces(line);
        return i + 1 < scan.n && scan.s[i] == '-' && scan.s[i + 1] == ' ';
    }
}
