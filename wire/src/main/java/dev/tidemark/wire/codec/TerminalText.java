package dev.tidemark.wire.codec;

/** Removes what a terminal acts on: colours and other escape sequences (ECMA-48). */
final class TerminalText {
    private static final char ESCAPE = '\u001B';
    private static final char CONTROL_SEQUENCE = '\u009B';

    private TerminalText() {}

    /** The text without escape sequences, so that it can be shown and searched. */
    static String plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ESCAPE || c == CONTROL_SEQUENCE) {
                return removeFrom(text, i);
            }
        }
        return text;
    }

    private static String removeFrom(String text, int first) {
        StringBuilder plain = new StringBuilder(text.length()).append(text, 0, first);
        int i = first;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == ESCAPE) {
                i = afterEscape(text, i + 1);
            } else if (c == CONTROL_SEQUENCE) {
                i = afterControlSequence(text, i + 1);
            } else {
                plain.append(c);
                i++;
            }
        }
        return plain.toString();
    }

    /** The index behind the sequence whose escape character is before {@code from}; only that character is removed if there is none. */
    private static int afterEscape(String text, int from) {
        if (from == text.length()) {
            return from;
        }
        return switch (text.charAt(from)) {
            case '[' -> afterControlSequence(text, from + 1);
            case ']', 'P', '^', '_', 'X' -> afterString(text, from + 1);
            // Cursor, keypad and reset.
            case '7', '8', '=', '>', 'c', 'D', 'E', 'H', 'M' -> from + 1;
            // A character set.
            case '(', ')' -> from + 1 < text.length() && text.charAt(from + 1) < 0x80 ? from + 2 : from + 1;
            default -> from;
        };
    }

    /** Parameters, intermediate characters and the final one; an unfinished sequence ends before what cannot belong to it. */
    private static int afterControlSequence(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= 0x20 && text.charAt(i) <= 0x3F) {
            i++;
        }
        return i < text.length() && text.charAt(i) >= 0x40 && text.charAt(i) <= 0x7E ? i + 1 : i;
    }

    /** Titles and links end with BEL or ESC \; without an end, only the introducer is removed, because the rest may be the line. */
    private static int afterString(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\u0007') {
                return i + 1;
            }
            if (text.charAt(i) == ESCAPE) {
                return i + 1 < text.length() && text.charAt(i + 1) == '\\' ? i + 2 : from;
            }
        }
        return from;
    }
}
