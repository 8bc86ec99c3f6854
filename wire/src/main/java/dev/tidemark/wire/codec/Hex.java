package dev.tidemark.wire.codec;

import org.jspecify.annotations.Nullable;

/** Ids as W3C writes them: lower-case hexadecimal digits. */
final class Hex {
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private Hex() {}

    /** Whether it is {@code digits} lower-case hexadecimal digits. */
    static boolean isHex(@Nullable String text, int digits) {
        if (text == null || text.length() != digits) {
            return false;
        }
        for (int i = 0; i < digits; i++) {
            if (digit(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The value of a digit; -1 if it is none. */
    static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    /** The digits of {@code count} bytes. */
    @SuppressWarnings("deprecation") // Digits are ASCII.
    static String text(byte[] bytes, int from, int count) {
        byte[] digits = new byte[2 * count];
        for (int i = 0; i < count; i++) {
            byte b = bytes[from + i];
            digits[2 * i] = DIGITS[b >> 4 & 0xF];
            digits[2 * i + 1] = DIGITS[b & 0xF];
        }
        return new String(digits, 0);
    }
}
