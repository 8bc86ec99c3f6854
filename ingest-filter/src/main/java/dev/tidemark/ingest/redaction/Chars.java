package dev.tidemark.ingest.redaction;

/** Classes of characters in a normalised text. Letters that are not Latin count as letters. */
final class Chars {
    private static final byte LETTER = 1;
    private static final byte DIGIT = 2;
    private static final byte[] CLASS = new byte[128];

    /** The number of values of {@link #triple}. */
    static final int TRIPLES = 1 << 15;

    private static final byte[] FOLDED = new byte[128];

    static {
        for (char c = 'a'; c <= 'z'; c++) {
            CLASS[c] = LETTER;
            CLASS[c - 32] = LETTER;
        }
        for (char c = '0'; c <= '9'; c++) {
            CLASS[c] = DIGIT;
        }
    }

    private static final boolean[] NAME = new boolean[128];

    static {
        for (char c = 0; c < 128; c++) {
            NAME[c] = CLASS[c] != 0 || c == '_' || c == '-' || c == '.' || c == '$';
            FOLDED[c] = (byte)
                    (CLASS[c] == LETTER
                            ? c & 31
                            : CLASS[c] == DIGIT ? 27 : c == '_' ? 28 : c == '-' ? 29 : c == '.' ? 30 : 31);
        }
    }

    private Chars() {}

    /** Three characters as a number; the same for both cases, for all digits, and for all other characters. */
    static int triple(char a, char b, char c) {
        return folded(a) << 10 | folded(b) << 5 | folded(c);
    }

    private static int folded(char c) {
        return c < 128 ? FOLDED[c] : 0;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(char c) {
        return c < 128 ? CLASS[c] == LETTER : Character.isLetter(c);
    }

    static boolean isAlphanumeric(char c) {
        return c < 128 ? CLASS[c] != 0 : Character.isLetterOrDigit(c);
    }

    /** Whether {@code c} may be part of the name of a key. */
    static boolean isName(char c) {
        return c < 128 ? NAME[c] : Character.isLetterOrDigit(c);
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    static boolean isBase64(char c) {
        return (c < 128 && CLASS[c] != 0) || c == '+' || c == '/' || c == '-' || c == '_' || c == '=';
    }

    static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c < 128 ? c : Character.toLowerCase(c);
    }
}
