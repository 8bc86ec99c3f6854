package dev.tidemark.ingest.redaction;

/**
 * Values behind the name of a secret: {@code password=x}, {@code "password": "x"}, {@code password: |} with a block, and
 * a name and its value as two fields, in either order.
 */
final class KeyValues {
    private static final int MAX_SPACES = 40;

    private final Scan scan;
    private final char[] s;
    private final int n;
    private final Values values;
    private final KeyNames names;
    private final NamedFields named;
    private final ValueChecks checks;
    private final Headers headers;

    KeyValues(Scan scan) {
        this.scan = scan;
        this.s = scan.s;
        this.n = scan.n;
        this.values = scan.values;
        this.names = new KeyNames(scan);
        this.named = new NamedFields(scan, this);
        this.checks = new ValueChecks(scan);
        this.headers = new Headers(scan);
    }

    NamedFields named() {
        return named;
    }

    /** Looks at both sides of the separator; returns where to continue, or -1. */
    int at(int separator) {
        if (separator + 1 < n && (s[separator + 1] == '=' || s[separator + 1] == ':')) {
            return -1;
        }
        int end = separator;
        while (end > scan.floor && isOperator(s[end - 1]) && separator - end < 4) {
            end--;
        }
        int operator = end;
        while (end > scan.floor && Chars.isSpace(s[end - 1]) && operator - end < MAX_SPACES) {
            end--;
        }
        if (end > scan.floor + 2 && (s[end - 1] == 't' || s[end - 1] == 'n') && s[end - 2] == '\\') {
            end -= 2;
        }
        boolean quoted = false;
        if (end > scan.floor + 2 && s[end - 1] == ')' && Chars.isQuote(s[end - 2])) {
            end--;
        }
        end = names.beforeIndex(end);
        int marks = end;
        while (end > scan.floor
                && marks - end < 8
                && (Chars.isQuote(s[end - 1]) || s[end - 1] == '\\' || s[end - 1] == ']' || s[end - 1] == '[')) {
            quoted |= Chars.isQuote(s[end - 1]);
            end--;
        }
        int start = names.startOf(end);
        if (end - start < 2) {
            return -1;
        }
        SecretKind kind = names.isLoginCode(start, end) ? SecretKind.KEY : names.kindOf(start, end, quoted);
        int value = values.skipSpaces(separator + (separator + 1 < n && s[separator + 1] == '>' ? 2 : 1));
        if (kind == null || kind == SecretKind.KEY) {
            SecretKind beside = named.at(start, end, value);
            kind = beside == null ? kind : beside;
        } else if (kind == SecretKind.EMAIL || names.isAboutSyntax(start, end)) {
            return -1;
        }
        if (kind == null) {
            return -1;
        }
        return value(new Place(kind, start, end, separator, quoted), value);
    }

    /** The argument of a method such as {@code setPassword("x")}, whose parenthesis is at {@code open}; or -1. */
    int argument(int open) {
        if (open + 1 >= n || !Chars.isQuote(s[open + 1]) && s[open + 1] != '\\' || values.quoteAt(open + 1) < 0) {
            return -1;
        }
        int start = names.startOf(open);
        while (start < open && s[open - 1] != '.' && names.hasDot(start, open)) {
            start++;
        }
        SecretKind kind = open - start < 4 ? null : scan.kindOf(start, open);
        if (kind != SecretKind.PASSWORD && kind != SecretKind.SECRET) {
            return -1;
        }
        boolean sets = scan.matches(start, "set")
                || scan.matches(start, "with")
                || scan.matches(start, "put")
                || KeyWords.split(scan.text.substring(start, open)).size() == 1;
        return sets ? value(new Place(kind, start, open, -1, true), open + 1) : -1;
    }

    /** Removes the value at {@code at} unless it is none; returns where to continue, or -1. */
    int value(Place place, int at) {
        if (at >= n || Chars.isLineEnd(s[at])) {
            int below = place.quoted() ? firstBelow(at) : -1;
            if (below >= 0) {
                return value(place, below);
            }
            return place.separator() >= 0
                            && s[place.separator()] == ':'
                            && !place.quoted()
                            && isLineStart(place.start())
                    ? block(place, at)
                    : -1;
        }
        if (values.isBlockMark(at) && isLineStart(place.start())) {
            return block(place, values.endOfLine(at));
        }
        int prefix = at + 1 < n && Chars.isLetter(s[at]) && Chars.isQuote(s[at + 1]) ? 1 : 0;
        int quote = values.quoteAt(at + prefix);
        if (quote >= 0) {
            return quoted(place, at, quote, quote - at - prefix);
        }
        int masked = maskInAngles(at);
        if (masked >= 0) {
            return masked;
        }
        int end = headers.endOf(place, at, isStructured(place.start()));
        if (end < 0) {
            end = group(at);
        }
        if (end < 0) {
            end = plain(place, at);
        }
        scan.step(end - at);
        boolean grouped = end > at + 1 && s[at] == '[' && s[end - 1] == ']';
        boolean keeps = checks.isKept(place, at + (grouped ? 1 : 0), end - (grouped ? 1 : 0), at, false);
        return keeps ? -1 : scan.found(at, end, place.kind().rule());
    }

    /** The opening quotation mark of a value on the next line, as in JSON; or -1. */
    private int firstBelow(int at) {
        int i = at;
        while (i < n && i - at < 2 * MAX_SPACES && s[i] <= ' ') {
            i++;
        }
        return i < n && Chars.isQuote(s[i]) ? i : -1;
    }

    /** The end of a placeholder such as {@code <hidden>}, or -1. */
    private int maskInAngles(int at) {
        int i = at + 1;
        while (s[at] == '<' && i < n && i - at < 32 && (Chars.isLetter(s[i]) || s[i] == ' ' || s[i] == '-')) {
            i++;
        }
        boolean angles = s[at] == '<' && i < n && s[i] == '>';
        return angles && (Placeholders.isPlaceholder(s, at, i + 1) || hasSpace(at, i)) ? i + 1 : -1;
    }

    private boolean hasSpace(int start, int end) {
        for (int i = start; i < end; i++) {
            if (s[i] == ' ') {
                return true;
            }
        }
        return false;
    }

    private int quoted(Place place, int at, int quote, int escapes) {
        int close = values.closingQuote(quote, escapes);
        int end = close < 0 ? values.endOfLine(quote) : close + 1;
        scan.step(end - at);
        int content = quote + 1;
        int contentEnd = close < 0 ? end : close;
        while (escapes > 0 && contentEnd > content && s[contentEnd - 1] == '\\') {
            contentEnd--;
        }
        if (content < contentEnd && s[content] == s[quote] && end < n && s[end] == s[quote]) {
            end++;
            content++;
        }
        return checks.isKept(place, content, contentEnd, at, true)
                ? -1
                : scan.found(at, end, place.kind().rule());
    }

    /** A list or an object, and what is written behind it, as in {@code {bcrypt}$2a$10$…}. */
    private int group(int at) {
        if (s[at] != '[' && s[at] != '{' || at + 1 < n && s[at + 1] == '{') {
            return -1;
        }
        int end = values.endOfGroup(at);
        boolean goesOn = s[at] == '{' && end < n && (Chars.isAlphanumeric(s[end]) || s[end] == '$');
        return goesOn ? values.endOfPlain(end, false, false, false) : end;
    }

    private int plain(Place place, int at) {
        boolean structured = isStructured(place.start());
        boolean lineStart = isLineStart(place.start());
        boolean colon = place.separator() >= 0 && s[place.separator()] == ':';
        boolean encoded = place.separator() >= 0 && scan.text.isEncoded(place.separator());
        if (place.kind() == SecretKind.SIGNATURE && colon) {
            int end = at;
            while (end < n && s[end] > ' ' && !Chars.isQuote(s[end])) {
                end++;
            }
            return end;
        }
        boolean spaces = place.kind() == SecretKind.PASSWORD && (structured || lineStart || colon)
                || place.kind() == SecretKind.ACCOUNT
                || place.kind() == SecretKind.OWN && structured;
        return values.endOfPlain(at, encoded, spaces, !structured && !lineStart || place.kind() == SecretKind.ACCOUNT);
    }

    /** The lines below that are indented more than the key, as YAML writes long values. */
    private int block(Place place, int lineEnd) {
        int indent = column(place.start());
        int start = -1;
        int end = lineEnd;
        int line = lineEnd;
        while (line < n) {
            int from = line + 1;
            while (from < n && (Chars.isSpace(s[from]) || Chars.isLineEnd(s[from]))) {
                line = Chars.isLineEnd(s[from]) ? from : line;
                from++;
            }
            if (from >= n
                    || from - line - 1 <= indent
                    || start < 0 && place.kind() != SecretKind.PASSWORD && values.startsPair(from)
                    || values.startsPair(from) && lineEnd == values.skipSpaces(place.separator() + 1)) {
                break;
            }
            start = start < 0 ? from : start;
            end = values.endOfLine(from);
            line = end;
        }
        scan.step(line - lineEnd);
        boolean removes = start >= 0 && !checks.isKept(place, start, end, start, true);
        return removes ? scan.found(start, end, place.kind().rule()) : -1;
    }

    private int column(int at) {
        int i = at;
        while (i > 0 && at - i < MAX_SPACES && !Chars.isLineEnd(s[i - 1])) {
            i--;
        }
        return at - i;
    }

    /** Whether the name is the first word of its line. */
    boolean isLineStart(int start) {
        int i = start;
        while (i > 0
                && start - i < MAX_SPACES
                && (Chars.isSpace(s[i - 1]) || s[i - 1] == '-' || s[i - 1] == '"' || s[i - 1] == '\'')) {
            i--;
        }
        return i == 0 || Chars.isLineEnd(s[i - 1]);
    }

    /** Whether the name is one of several in brackets or a list. */
    boolean isStructured(int start) {
        int i = start;
        while (i > 0 && start - i < 8 && (Chars.isSpace(s[i - 1]) || Chars.isQuote(s[i - 1]) || s[i - 1] == '\\')) {
            i--;
        }
        return i > 0 && (s[i - 1] == '{' || s[i - 1] == '[' || s[i - 1] == '(' || s[i - 1] == ',' || s[i - 1] == ';');
    }

    private static boolean isOperator(char c) {
        return c == '!' || c == '<' || c == '=' || c == ':' || c == '+' || c == '?' || c == '~' || c == '*';
    }

    /**
     * Where a name stands.
     *
     * @param separator the index of the separator, or -1
     * @param quoted whether the name is in quotation marks
     */
    record Place(SecretKind kind, int start, int end, int separator, boolean quoted) {}
}
