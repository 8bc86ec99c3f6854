package dev.tidemark.processor.sink.store;

import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Trace and span ids as PostgreSQL keeps them. What is not an id, or the invalid id of zeros, is null. */
final class TraceIds {
    private TraceIds() {}

    /** A trace id of 32 hexadecimal digits, of 16 (filled up with zeros), or as a UUID with dashes. */
    static @Nullable UUID trace(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String hex = text.length() == 36 ? withoutDashes(text) : text;
        if (hex == null || hex.length() != 32 && hex.length() != 16 || !isHex(hex)) {
            return null;
        }
        int half = hex.length() - 16;
        long high = half == 0 ? 0 : number(hex, 0);
        long low = number(hex, half);
        return high == 0 && low == 0 ? null : new UUID(high, low);
    }

    /** A span id of 16 hexadecimal digits, as the number with the same bits. */
    static @Nullable Long span(@Nullable String text) {
        if (text == null || text.length() != 16 || !isHex(text)) {
            return null;
        }
        long id = number(text, 0);
        return id == 0 ? null : id;
    }

    private static @Nullable String withoutDashes(String text) {
        for (int at : new int[] {8, 13, 18, 23}) {
            if (text.charAt(at) != '-') {
                return null;
            }
        }
        return text.substring(0, 8)
                + text.substring(9, 13)
                + text.substring(14, 18)
                + text.substring(19, 23)
                + text.substring(24);
    }

    private static long number(String hex, int from) {
        return HexFormat.fromHexDigitsToLong(hex, from, from + 16);
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
