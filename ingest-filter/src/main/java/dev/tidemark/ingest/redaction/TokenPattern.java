package dev.tidemark.ingest.redaction;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The form of a token: characters, sets of characters in brackets, and how often each occurs, as in
 * {@code acme_[A-Za-z0-9]{20,40}}. It is written like a regular expression, but each part takes all it can and gives
 * nothing back, so a match reads each character once. Immutable.
 *
 * <pre>
 * a          the character; special ones after a backslash
 * [a-z0-9_]  one of these; \d is a digit, \w a letter, digit or underscore
 * {8} {8,} {8,40} ? + after a part: how often
 * </pre>
 */
final class TokenPattern {
    private static final int MAX_COUNT = 4096;

    private final List<Part> parts = new ArrayList<>();
    private final String source;
    private int at;

    private TokenPattern(String source) {
        this.source = source;
    }

    /** @throws IllegalArgumentException if the text is no pattern; the message says why and where */
    static TokenPattern of(String source) {
        TokenPattern pattern = new TokenPattern(source);
        while (pattern.at < source.length()) {
            pattern.part();
        }
        if (pattern.parts.isEmpty() || pattern.parts.get(0).min() == 0) {
            throw pattern.wrong("expected at least one character that always occurs at the beginning");
        }
        return pattern;
    }

    /** The index after the match that begins at {@code start}, or -1. */
    int match(Scan scan, int start) {
        int i = start;
        for (Part part : parts) {
            int from = i;
            int max = Math.min(scan.n, part.max() == MAX_COUNT ? scan.n : from + part.max());
            while (i < max && part.has(scan.s[i])) {
                i++;
            }
            scan.step(i - from + 1);
            if (i - from < part.min()) {
                return -1;
            }
        }
        return i;
    }

    boolean mayBegin(int first) {
        return parts.get(0).set().get(first);
    }

    /** Whether the second character of a match may be {@code second}. */
    boolean mayGoOn(int second) {
        return follows(0, 1, second);
    }

    /** Whether {@code c} may come after {@code taken} characters of part {@code part}. */
    private boolean follows(int part, int taken, int c) {
        Part current = parts.get(part);
        if (taken < current.max() && current.set().get(c)) {
            return true;
        }
        return taken >= current.min() && part + 1 < parts.size() && follows(part + 1, 0, c);
    }

    /** Reports each three characters with which a match may begin. */
    void beginnings(Beginning beginning) {
        Part first = parts.get(0);
        first.set().stream().forEach(a -> second(a, beginning));
    }

    private void second(int a, Beginning beginning) {
        Part first = parts.get(0);
        for (int b = 0; b < 128; b++) {
            if (mayGoOn(b)) {
                for (int c = 0; c < 128; c++) {
                    if (first.max() > 1 || parts.size() < 2 || third(b, c)) {
                        beginning.of(a, b, c);
                    }
                }
            }
        }
    }

    /** Whether {@code c} may come third, after a first part of one character. */
    private boolean third(int b, int c) {
        for (int part = 1; part < parts.size(); part++) {
            if (parts.get(part).set().get(b) && follows(part, 1, c)) {
                return true;
            }
            if (parts.get(part).min() > 0) {
                return false;
            }
        }
        return true;
    }

    /** Receives the first three characters of possible matches. */
    interface Beginning {
        void of(int first, int second, int third);
    }

    private void part() {
        BitSet set = new BitSet(128);
        char c = source.charAt(at++);
        if (c == '[') {
            while (at < source.length() && source.charAt(at) != ']') {
                range(set);
            }
            if (at++ >= source.length()) {
                throw wrong("expected ] ");
            }
        } else if (c == '\\') {
            escape(set);
        } else if ("(){}|*?+^$.".indexOf(c) >= 0) {
            at--;
            throw wrong("expected a character, [a set] or \\ before " + c);
        } else {
            set.set(c);
        }
        count(set);
    }

    private void range(BitSet set) {
        char from = source.charAt(at++);
        if (from == '\\') {
            escape(set);
        } else if (at + 1 < source.length() && source.charAt(at) == '-' && source.charAt(at + 1) != ']') {
            set.set(from, source.charAt(at + 1) + 1);
            at += 2;
        } else {
            set.set(from);
        }
    }

    private void escape(BitSet set) {
        if (at >= source.length()) {
            throw wrong("expected a character after \\");
        }
        char c = source.charAt(at++);
        if (c == 'd' || c == 'w') {
            set.set('0', '9' + 1);
        }
        if (c == 'w') {
            set.set('a', 'z' + 1);
            set.set('A', 'Z' + 1);
            set.set('_');
        } else if (c != 'd') {
            set.set(c);
        }
    }

    private void count(BitSet set) {
        char c = at < source.length() ? source.charAt(at) : 0;
        if (c == '?' || c == '+') {
            at++;
            parts.add(new Part(set, c == '?' ? 0 : 1, c == '?' ? 1 : MAX_COUNT));
        } else if (c == '{') {
            int end = source.indexOf('}', at);
            String counts = end < 0 ? "" : source.substring(at + 1, end);
            if (!counts.matches("\\d{1,4}(?:,\\d{0,4})?")) {
                throw wrong("expected {8}, {8,} or {8,40}");
            }
            String[] bounds = counts.split(",", -1);
            int min = Integer.parseInt(bounds[0]);
            int max = bounds.length == 1 ? min : bounds[1].isEmpty() ? MAX_COUNT : Integer.parseInt(bounds[1]);
            parts.add(new Part(set, min, max));
            at = end + 1;
        } else {
            parts.add(new Part(set, 1, 1));
        }
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("the pattern " + source + " at character " + (at + 1) + ": " + expected);
    }

    private record Part(BitSet set, int min, int max) {
        boolean has(char c) {
            return set.get(c);
        }
    }
}
