package dev.tidemark.ingest.redaction;

import java.util.Arrays;

/** Builds a {@link NormalText} from a text that is not plain ASCII. Each character is read once. */
final class TextNormalizer {
    private static final int MAX_ENTITY = 8;

    /** Two colours of 24 bits have 33 characters. */
    private static final int MAX_PARAMETERS = 40;

    /** No card number is a parameter. */
    private static final int MAX_PARAMETER = 4;

    /** The last characters of colours, cursor movements and clearing. */
    private static final String FINALS = "mKJHABCDGhlf";

    private static final String SHORT_FINALS = "mKJH";

    private final String text;
    private char[] chars;
    private int[] starts;
    private int[] ends;
    private int length;

    TextNormalizer(String text) {
        this.text = text;
        this.chars = new char[text.length() + 16];
        this.starts = new int[chars.length];
        this.ends = new int[chars.length];
    }

    NormalText normalize() {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\u001b' || c == '\u009b') {
                i = afterTerminalSequence(i);
            } else if (c >= 128) {
                int codePoint = text.codePointAt(i);
                i = emit(LookAlikes.fold(codePoint), i, i + Character.charCount(codePoint));
            } else if (c == '%') {
                i = percent(i);
            } else if (c == '\\') {
                i = unicodeEscape(i);
            } else if (c == '&') {
                i = entity(i);
            } else if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
                i++;
            } else {
                i = emit(c, i, i + 1);
            }
        }
        char[] padded = Arrays.copyOf(chars, length + NormalText.PADDING);
        Arrays.fill(padded, length, padded.length, (char) 0);
        return new NormalText(text, padded, length, starts, ends);
    }

    /**
     * The index after what a terminal would not show and what is surely no text. Anybody may write the beginning of a
     * sequence, for instance in a User-Agent, so what follows it is text unless it is the rest of a usual sequence.
     */
    private int afterTerminalSequence(int at) {
        int i = at + 1;
        if (text.charAt(at) == '\u001b') {
            if (i >= text.length() || text.charAt(i) != '[') {
                return i < text.length() && !Chars.isAlphanumeric(text.charAt(i)) && text.charAt(i) >= ' ' ? i + 1 : i;
            }
            i++;
        }
        int last = i;
        int digits = 0;
        while (last < text.length() && last - i < MAX_PARAMETERS && digits <= MAX_PARAMETER) {
            char c = text.charAt(last);
            if (!Chars.isDigit(c) && c != ';' && c != ':' && c != '?') {
                break;
            }
            digits = Chars.isDigit(c) ? digits + 1 : 0;
            last++;
        }
        boolean ends = last < text.length()
                && digits <= MAX_PARAMETER
                && (last == i ? SHORT_FINALS : FINALS).indexOf(text.charAt(last)) >= 0;
        return ends ? last + 1 : i;
    }

    /** Also encoded several times, as in {@code %253D}. */
    private int percent(int at) {
        int i = at + 1;
        while (text.startsWith("25", i) && hex(i + 2, 2) >= 0) {
            i += 2;
        }
        int value = hex(i, 2);
        boolean longer = value >= 128
                && (i + 2 < text.length() && text.charAt(i + 2) == '%' || length > 0 && chars[length - 1] == '\u00ff');
        if (value < 0 || value >= 128 && !longer) {
            return emit('%', at, at + 1);
        }
        // A byte of a longer character counts as a letter.
        return emit(value < 128 ? (char) value : '\u00ff', at, i + 2);
    }

    private int unicodeEscape(int at) {
        int value = at + 1 < text.length() && text.charAt(at + 1) == 'u' ? hex(at + 2, 4) : -1;
        return value <= 0 ? emit('\\', at, at + 1) : emit(LookAlikes.fold(value), at, at + 6);
    }

    private int entity(int at) {
        int last = Math.min(text.length() - 1, at + MAX_ENTITY);
        int end = at + 1;
        while (end < last && text.charAt(end) != ';') {
            end++;
        }
        if (end > last || text.charAt(end) != ';') {
            return emit('&', at, at + 1);
        }
        char c = switch (text.substring(at + 1, end)) {
            case "quot", "#34", "#x22" -> '"';
            case "apos", "#39", "#x27" -> '\'';
            case "lt", "#60", "#x3c", "#x3C" -> '<';
            case "gt", "#62", "#x3e", "#x3E" -> '>';
            case "amp", "#38", "#x26" -> '&';
            case "equals", "#61", "#x3d", "#x3D" -> '=';
            case "nbsp" -> ' ';
            default -> 0;
        };
        return c == 0 ? emit('&', at, at + 1) : emit(c, at, end + 1);
    }

    private int hex(int at, int digits) {
        if (at + digits > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = Chars.isHex(text.charAt(i)) ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private int emit(String folded, int start, int end) {
        for (int i = 0; i < folded.length(); i++) {
            emit(folded.charAt(i), start, end);
        }
        return end;
    }

    private int emit(char c, int start, int end) {
        if (length == chars.length) {
            int larger = length * 2;
            chars = Arrays.copyOf(chars, larger);
            starts = Arrays.copyOf(starts, larger);
            ends = Arrays.copyOf(ends, larger);
        }
        chars[length] = c;
        starts[length] = start;
        ends[length] = end;
        length++;
        return end;
    }
}
