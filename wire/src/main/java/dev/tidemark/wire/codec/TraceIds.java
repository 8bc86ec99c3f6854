package dev.tidemark.wire.codec;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings the ids of a trace into the form of W3C Trace Context, whatever tracing library wrote them. */
public final class TraceIds {
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;

    /** Some libraries leave out leading zeros. With fewer digits, a text is rather something else. */
    private static final int MIN_DIGITS = 12;

    private static final Pattern UUID = Pattern.compile("[^-]{8}-[^-]{4}-[^-]{4}-[^-]{4}-[^-]{12}");

    private TraceIds() {}

    /** A trace id as 32 lower-case hexadecimal digits; null if {@code text} is no id, or the invalid id of zeros. */
    public static @Nullable String trace(String text) {
        String stripped = text.strip();
        return id(UUID.matcher(stripped).matches() ? stripped.replace("-", "") : stripped, TRACE_DIGITS);
    }

    /** A span id as 16 lower-case hexadecimal digits; null if {@code text} is no id, or the invalid id of zeros. */
    public static @Nullable String span(String text) {
        return id(text.strip(), SPAN_DIGITS);
    }

    private static @Nullable String id(String text, int digits) {
        if (text.length() < MIN_DIGITS || text.length() > digits) {
            return null;
        }
        String id = "0".repeat(digits - text.length()) + text.toLowerCase(Locale.ROOT);
        return Hex.isHex(id, digits) && id.chars().anyMatch(c -> c != '0') ? id : null;
    }
}
