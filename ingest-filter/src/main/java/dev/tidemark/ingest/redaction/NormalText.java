package dev.tidemark.ingest.redaction;

import org.jspecify.annotations.Nullable;

/**
 * A text as the rules read it, with a way back to the original: terminal sequences and invisible characters are removed,
 * other alphabets' look-alikes are Latin letters, and {@code %3D}, {@code \u003d} and {@code &quot;} are the characters
 * they stand for. A text of plain ASCII, by far the most frequent case, is only copied.
 */
final class NormalText {
    /** Zeros behind the last character, so that a look at the next ones needs no check. */
    static final int PADDING = 4;

    final char[] chars;
    final int length;
    private final String original;
    private final int @Nullable [] starts;
    private final int @Nullable [] ends;

    NormalText(String original, char[] chars, int length, int @Nullable [] starts, int @Nullable [] ends) {
        this.original = original;
        this.chars = chars;
        this.length = length;
        this.starts = starts;
        this.ends = ends;
    }

    static NormalText of(String text) {
        char[] chars = new char[text.length() + PADDING];
        text.getChars(0, text.length(), chars, 0);
        return isPlain(text, chars)
                ? new NormalText(text, chars, text.length(), null, null)
                : new TextNormalizer(text).normalize();
    }

    private static boolean isPlain(String text, char[] chars) {
        int all = 0;
        for (char c : chars) {
            all |= c;
        }
        return all < 128
                && text.indexOf('%') < 0
                && text.indexOf('\u001b') < 0
                && text.indexOf('\0') < 0
                && text.indexOf('\b') < 0
                && !text.contains("\\u")
                && (text.indexOf('&') < 0 || text.indexOf(';') < 0);
    }

    /** The index in the original text of the first character that character {@code index} stands for. */
    int originalStart(int index) {
        return starts == null ? index : starts[index];
    }

    /** The index after the original of the last character before {@code end}. */
    int originalEnd(int end) {
        return ends == null ? end : end == 0 ? 0 : ends[end - 1];
    }

    /** Whether the character is percent-encoded in the original. */
    boolean isEncoded(int index) {
        return starts != null && original.charAt(starts[index]) == '%' && chars[index] != '%';
    }

    String original() {
        return original;
    }

    String substring(int start, int end) {
        return new String(chars, start, end - start);
    }
}
