package dev.tidemark.ingest.redaction;

import java.util.Arrays;
import java.util.Set;

/** Finds where a value ends. Each method reads forward only, and what it has read is not read again. */
final class Values {
    private static final Set<String> STOP_WORDS = Set.copyOf(Arrays.asList(
            "for from in at with was is by on to of user and or after before because took via as will has failed"
                    .split(" ")));

    private static final int MAX_NAME = 40;

    private final Scan scan;
    private final NormalText text;
    private final char[] s;
    private final int n;
    /** No object or list that is open before this index is closed in the text. */
    private int unclosedFrom = Integer.MAX_VALUE;

    /** No three marks follow this index. */
    private int unclosedTripleFrom = Integer.MAX_VALUE;

    Values(Scan scan) {
        this.scan = scan;
        this.text = scan.text;
        this.s = scan.s;
        this.n = scan.n;
    }

    int skipSpaces(int at) {
        int i = at;
        while (i < n && Chars.isSpace(s[i])) {
            i++;
        }
        scan.step(i - at);
        return i;
    }

    int endOfLine(int at) {
        int i = at;
        while (i < n && !Chars.isLineEnd(s[i])) {
            i++;
        }
        scan.step(i - at);
        return i;
    }

    /** Whether nothing but the mark of a block, such as {@code |2-}, is on the rest of the line. */
    boolean isBlockMark(int at) {
        if (s[at] != '|' && s[at] != '>') {
            return false;
        }
        int i = at;
        while (i < n && i - at < 4 && !Chars.isLineEnd(s[i])) {
            i++;
        }
        return i - at < 4;
    }

    /** The index of the quotation mark at {@code at}, behind its backslashes; or -1. */
    int quoteAt(int at) {
        int i = at;
        while (i < n && s[i] == '\\' && i - at < 15) {
            i++;
        }
        return i < n && Chars.isQuote(s[i]) ? i : -1;
    }

    /** The end of the quoted text whose opening mark is at {@code quote} behind {@code escapes} backslashes, or -1. */
    int closingQuote(int quote, int escapes) {
        char mark = s[quote];
        boolean doubled = escapes == 0 && quote + 2 < n && s[quote + 1] == mark && Chars.isAlphanumeric(s[quote + 2]);
        if (quote + 2 < n && s[quote + 1] == mark && s[quote + 2] == mark) {
            return closingTriple(quote + 3, mark);
        }
        int backslashes = 0;
        for (int i = quote + (doubled ? 2 : 1); i < n && (!Chars.isLineEnd(s[i])); i++) {
            if (s[i] == '\\') {
                backslashes++;
                continue;
            }
            if (s[i] == mark && isClosing(i, mark, backslashes, escapes, doubled)) {
                return i;
            }
            if (s[i] == mark && mark == '\'' && escapes == 0 && i + 1 < n && s[i + 1] == mark) {
                i++;
            }
            backslashes = 0;
        }
        return -1;
    }

    /** The last of three marks, which end a text of several lines; or -1. */
    private int closingTriple(int at, char mark) {
        if (at < unclosedTripleFrom) {
            for (int i = at; i + 2 < n; i++) {
                if (s[i] == mark && s[i + 1] == mark && s[i + 2] == mark) {
                    return i + 2;
                }
            }
            unclosedTripleFrom = at;
        }
        return -1;
    }

    private boolean isClosing(int i, char mark, int backslashes, int escapes, boolean doubled) {
        if (escapes > 0) {
            return backslashes <= escapes;
        }
        if (backslashes % 2 == 1) {
            return false;
        }
        boolean twice = i + 1 < n && s[i + 1] == mark;
        return doubled ? twice : mark != '\'' || !twice;
    }

    /** The index after the bracket that closes the one at {@code open}; the end of the line if there is none. */
    int endOfGroup(int open) {
        if (open < unclosedFrom) {
            int depth = 0;
            boolean quoted = false;
            for (int i = open; i < n; i++) {
                char c = s[i];
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = !quoted;
                } else if (!quoted && (c == '[' || c == '{' || c == '(')) {
                    depth++;
                } else if (!quoted && (c == ']' || c == '}' || c == ')') && --depth == 0) {
                    return i + 1;
                }
            }
            unclosedFrom = Math.min(unclosedFrom, open + 1);
        }
        char close = s[open] == '[' ? ']' : s[open] == '{' ? '}' : ')';
        int i = open;
        while (i < n && !Chars.isLineEnd(s[i]) && s[i] != close) {
            i++;
        }
        return i < n && s[i] == close ? i + 1 : i;
    }

    /**
     * The end of a value without quotes.
     *
     * @param encoded whether the separator before it is percent-encoded, so that the value's end is, too
     * @param spaces whether the value may contain spaces
     * @param prose whether a word such as {@code for} ends a value with spaces
     */
    int endOfPlain(int at, boolean encoded, boolean spaces, boolean prose) {
        int i = afterRemoved(at);
        while (i < n) {
            char c = s[i];
            if (c > '>' && c != '\\' && c != ']' && c != '}' && c != '`' || Chars.isAlphanumeric(c)) {
                i++;
                continue;
            }
            if (Chars.isLineEnd(c) && !(text.isEncoded(i) && !encoded)) {
                return i;
            }
            if (text.isEncoded(i) && !encoded) {
                i++;
                continue;
            }
            if (Chars.isSpace(c)) {
                int next = skipSpaces(i);
                if (!spaces || !goesOn(next, prose)) {
                    return i;
                }
                i = next;
                continue;
            } else if (endsPlain(i, c)) {
                return i;
            }
            i++;
        }
        return i;
    }

    /** The index after a value that was removed before. */
    private int afterRemoved(int at) {
        return isRemoved(at) ? at + Redaction.REDACTED.length() : at;
    }

    /** Whether a value was removed here before. */
    boolean isRemoved(int at) {
        String removed = Redaction.REDACTED;
        if (at + removed.length() > n || s[at] != '[') {
            return false;
        }
        for (int i = 0; i < removed.length(); i++) {
            if (s[at + i] != removed.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean endsPlain(int i, char c) {
        char next = i + 1 < n ? s[i + 1] : '\n';
        return switch (c) {
            case ',', ';', '&' ->
                !Chars.isAlphanumeric(next) && (next != '[' || c != ',') && isEnd(next) || startsPair(i + 1);
            case '"', '\'', '`', ')', ']', '}', '>' -> !Chars.isAlphanumeric(next);
            case '<' -> !Chars.isAlphanumeric(next) || next == '/';
            case '\\' -> Chars.isQuote(next) && !(i + 2 < n && Chars.isAlphanumeric(s[i + 2]));
            default -> false;
        };
    }

    private static boolean isEnd(char next) {
        return next <= ' '
                || Chars.isQuote(next)
                || next == ')'
                || next == ']'
                || next == '}'
                || next == '{'
                || next == '\\'
                || next == ','
                || next == ';'
                || next == '&'
                || next == '<'
                || next == '-'
                || next == '_'
                || next == '*';
    }

    /** Whether another key with its separator begins here. */
    boolean startsPair(int at) {
        int i = at;
        while (i < n && i - at < MAX_NAME && (Chars.isName(s[i]) || s[i] == '/')) {
            i++;
        }
        return i > at
                && i < n
                && (s[i] == '=' || s[i] == ':' && (i + 1 >= n || s[i + 1] != '/' || i + 2 >= n || s[i + 2] != '/'));
    }

    /** Whether a value with spaces goes on at {@code i}, behind a space. */
    private boolean goesOn(int i, boolean prose) {
        if (i >= n || Chars.isLineEnd(s[i]) || startsPair(i)) {
            return false;
        }
        char c = s[i];
        if (c == '#'
                || c == '('
                || c == '['
                || c == '{'
                || c == '|'
                || c == '<'
                || c == '-' && i + 1 < n && !Chars.isAlphanumeric(s[i + 1])
                || Chars.isQuote(c)
                || c == '-' && i + 2 < n && s[i + 1] == '-') {
            return false;
        }
        if (!prose) {
            return true;
        }
        int word = i;
        while (word < n && word - i < 12 && Chars.isLetter(s[word])) {
            word++;
        }
        return !STOP_WORDS.contains(text.substring(i, word));
    }
}
