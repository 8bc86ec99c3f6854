package dev.tidemark.processor.sink.copy;

import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Converts trace and span ids to their types in PostgreSQL. Malformed ids and the invalid id of zeros become null. */
public final class TraceIds {
    /** The value of each ASCII character as a hexadecimal digit; negative for other characters. */
    private static final byte[] DIGITS = digits();

    private TraceIds() {}

    private static byte[] digits() {
        byte[] digits = new byte[128];
        for (int c = 0; c < digits.length; c++) {
            digits[c] = (byte) (HexFormat.isHexDigit(c) ? HexFormat.fromHexDigit(c) : -1);
        }
        return digits;
    }

    /** A trace id of 32 hexadecimal digits, of 16 (filled up with zeros), or as a UUID with dashes. */
    public static @Nullable UUID trace(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String hex = text.length() == 36 ? withoutDashes(text) : text;
        return switch (hex.length()) {
            case 32 -> id(eight(hex, 0), eight(hex, 8), eight(hex, 16), eight(hex, 24));
            case 16 -> id(0, 0, eight(hex, 0), eight(hex, 8));
            default -> null;
        };
    }

    private static @Nullable UUID id(long first, long second, long third, long fourth) {
        boolean isId = (first | second | third | fourth) > 0;
        return isId ? new UUID(first << 32 | second, third << 32 | fourth) : null;
    }

    /** A span id of 16 hexadecimal digits, as the number with the same bits. */
    public static @Nullable Long span(@Nullable String text) {
        if (text == null || text.length() != 16) {
            return null;
        }
        long high = eight(text, 0);
        long low = eight(text, 8);
        return (high | low) > 0 ? high << 32 | low : null;
    }

    /** A UUID without its dashes; empty if the dashes are in other places. */
    private static String withoutDashes(String text) {
        for (int at : new int[] {8, 13, 18, 23}) {
            if (text.charAt(at) != '-') {
                return "";
            }
        }
        return text.substring(0, 8)
                + text.substring(9, 13)
                + text.substring(14, 18)
                + text.substring(19, 23)
                + text.substring(24);
    }

    /** The value of eight digits; negative if one of them is not a digit. */
    private static long eight(String hex, int from) {
        int value = 0;
        int all = 0;
        for (int i = from; i < from + 8; i++) {
            char c = hex.charAt(i);
            int digit = c < DIGITS.length ? DIGITS[c] : -1;
            value = value << 4 | digit;
            all |= digit;
        }
        return all < 0 ? -1 : Integer.toUnsignedLong(value);
    }
}
