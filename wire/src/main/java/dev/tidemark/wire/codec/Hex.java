package dev.tidemark.wire.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Ids as W3C Trace Context writes them: lower-case hexadecimal digits. */
final class Hex {
    private static final VarHandle PAIR = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final short[] PAIRS = pairs();

    private Hex() {}

    /** The two digits of each byte value, packed into a short. */
    private static short[] pairs() {
        String digits = "0123456789abcdef";
        short[] pairs = new short[256];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) (digits.charAt(i >> 4) << 8 | digits.charAt(i & 0xF));
        }
        return pairs;
    }

    /** Whether {@code text} consists of exactly {@code digits} lower-case hexadecimal digits. */
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

    /** The value of a digit; -1 for any other character. */
    static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    /** Writes {@code count} bytes as hexadecimal digits. */
    @SuppressWarnings("deprecation") // Digits are ASCII.
    static String text(byte[] bytes, int from, int count) {
        byte[] digits = new byte[2 * count];
        for (int i = 0; i < count; i++) {
            PAIR.set(digits, 2 * i, PAIRS[bytes[from + i] & 0xFF]);
        }
        return new String(digits, 0);
    }
}
