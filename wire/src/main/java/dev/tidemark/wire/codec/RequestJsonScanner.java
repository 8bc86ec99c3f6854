package dev.tidemark.wire.codec;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fast path for requests written by {@link RequestJson}: fields in its order, no spaces, no escapes, ASCII only.
 * Every other value goes to the parser, which reports what is wrong with it, if anything. Only numbers out of range are
 * reported here, with the parser's message, because a hostile producer may send millions of them. Use one instance per
 * value.
 */
final class RequestJsonScanner {
    private static final byte[] TS = literal("{\"ts\":\"");
    private static final byte[] SERVICE = literal("\",\"service\":\"");
    private static final byte[] INSTANCE = literal("\"instance\":\"");
    private static final byte[] METHOD = literal("\"method\":\"");
    private static final byte[] ROUTE = literal(",\"route\":\"");
    private static final byte[] STATUS = literal(",\"status\":");
    private static final byte[] DURATION = literal(",\"duration_us\":");
    private static final byte[] TRACE = literal(",\"trace_id\":\"");
    private static final byte[] SPAN = literal(",\"span_id\":\"");
    private static final byte[] ERROR = literal(",\"error_type\":\"");
    private static final byte[] REQUEST_BYTES = literal(",\"request_bytes\":");
    private static final byte[] RESPONSE_BYTES = literal(",\"response_bytes\":");
    private static final byte[] PARENT_SPAN = literal(",\"parent_span_id\":\"");
    private static final byte[] STREAM = literal(",\"stream\":true");
    private static final byte[] DB_MICROS = literal(",\"db_us\":");
    private static final byte[] DB_CALLS = literal(",\"db_calls\":");
    private static final byte[] POOL_WAIT_MICROS = literal(",\"pool_wait_us\":");
    private static final byte[] REDIS_MICROS = literal(",\"redis_us\":");
    private static final byte[] REDIS_CALLS = literal(",\"redis_calls\":");
    private static final byte[] HTTP_MICROS = literal(",\"http_us\":");
    private static final byte[] HTTP_CALLS = literal(",\"http_calls\":");

    /** Eight bytes at a time; the first byte is the lowest. */
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST_BITS = ONES << 7;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    /** The number of digits of {@link Long#MAX_VALUE}; a larger number of as many digits overflows to a negative one. */
    private static final int MAX_DIGITS = 19;

    /** We do not write longer strings; the parser has a limit of its own. */
    private static final int MAX_STRING_BYTES = 4096;

    private static final String NOT_OURS = "";

    private final byte[] bytes;
    private final Interner strings;
    private final boolean ids;
    private int at;
    private boolean ours = true;

    RequestJsonScanner(byte[] bytes, Interner strings, boolean ids) {
        this.bytes = bytes;
        this.strings = strings;
        this.ids = ids;
    }

    /** The event; null if the parser has to read the value. */
    @Nullable RequestEvent scan() throws MalformedEventException {
        if (!skip(TS)) {
            return null;
        }
        long micros = Timestamps.parseFixed(bytes, at);
        at += Timestamps.FIXED_LENGTH;
        if (micros == Timestamps.NOT_FIXED || !skip(SERVICE)) {
            return null;
        }
        String service = repeated();
        if (!skip((byte) ',')) {
            return null;
        }
        String instance = skip(INSTANCE) ? repeated() : null;
        if (instance != null && !skip((byte) ',') || !skip(METHOD)) {
            return null;
        }
        String method = repeated();
        if (!skip(ROUTE)) {
            return null;
        }
        String route = repeated();
        if (!skip(STATUS)) {
            return null;
        }
        long status = number("status", 100, 599);
        if (!skip(DURATION)) {
            return null;
        }
        long duration = number("duration_us", 0, RequestEvent.MAX_DURATION_MICROS);
        String trace = skip(TRACE) ? id() : null;
        String span = skip(SPAN) ? id() : null;
        String error = skip(ERROR) ? repeated() : null;
        Long requestBytes = skip(REQUEST_BYTES) ? Long.valueOf(number("request_bytes", 0, Long.MAX_VALUE)) : null;
        Long responseBytes = skip(RESPONSE_BYTES) ? Long.valueOf(number("response_bytes", 0, Long.MAX_VALUE)) : null;
        String parent = skip(PARENT_SPAN) ? id() : null;
        boolean stream = skip(STREAM);
        RequestParts parts = skip(DB_MICROS) ? parts() : null;
        if (!skip((byte) '}') || at != bytes.length || !ours) {
            return null;
        }
        return new RequestEvent(
                micros,
                service,
                instance,
                method,
                route,
                (int) status,
                duration,
                trace,
                span,
                error,
                requestBytes,
                responseBytes,
                RequestBatch.spanIdOrNull(parent),
                stream,
                parts);
    }

    /** All the parts; the name of the first is skipped. */
    private @Nullable RequestParts parts() throws MalformedEventException {
        long dbMicros = micros("db_us");
        long dbCalls = calls(DB_CALLS, "db_calls");
        ours &= skip(POOL_WAIT_MICROS);
        long poolWaitMicros = micros("pool_wait_us");
        ours &= skip(REDIS_MICROS);
        long redisMicros = micros("redis_us");
        long redisCalls = calls(REDIS_CALLS, "redis_calls");
        ours &= skip(HTTP_MICROS);
        long httpMicros = micros("http_us");
        long httpCalls = calls(HTTP_CALLS, "http_calls");
        return ours
                ? new RequestParts(dbMicros, dbCalls, poolWaitMicros, redisMicros, redisCalls, httpMicros, httpCalls)
                : null;
    }

    private long micros(String field) throws MalformedEventException {
        return number(field, 0, RequestEvent.MAX_DURATION_MICROS);
    }

    private long calls(byte[] name, String field) throws MalformedEventException {
        ours &= skip(name);
        return number(field, 0, RequestParts.MAX_CALLS);
    }

    /** The rest of a string that often repeats, up to and including its closing quote. */
    private String repeated() {
        int from = at;
        return ours && end() ? strings.of(bytes, from, at - 1) : NOT_OURS;
    }

    @SuppressWarnings("deprecation") // All bytes are ASCII: end() checked that.
    private @Nullable String id() {
        int from = at;
        return ours && end() && ids ? new String(bytes, 0, from, at - 1 - from) : null;
    }

    /** Moves past the closing quote of a string without escapes or non-ASCII characters. */
    private boolean end() {
        int limit = Math.min(bytes.length, at + MAX_STRING_BYTES);
        int i = at;
        while (i <= limit - Long.BYTES) {
            long special = special((long) WORD.get(bytes, i));
            if (special != 0) {
                i += Long.numberOfTrailingZeros(special) / Byte.SIZE;
                break;
            }
            i += Long.BYTES;
        }
        for (; i < limit; i++) {
            byte b = bytes[i];
            if (b == '"') {
                at = i + 1;
                return true;
            }
            if (b < ' ' || b == '\\') {
                break;
            }
        }
        ours = false;
        return false;
    }

    /**
     * Marks the highest bit of the first byte, and maybe of later ones, that is a quote, a backslash, a control character or not
     * ASCII (H. S. Warren, "Hacker's Delight", "Find First 0-Byte"). 0 if there is none.
     */
    private static long special(long word) {
        long quote = word ^ QUOTES;
        long backslash = word ^ BACKSLASHES;
        return (quote - ONES & ~quote | backslash - ONES & ~backslash | word - SPACES & ~word | word) & HIGHEST_BITS;
    }

    /** A whole number without leading zeros. */
    private long number(String field, long low, long high) throws MalformedEventException {
        boolean negative = skip((byte) '-');
        int from = at;
        long value = 0;
        while (at < bytes.length && isDigit(bytes[at]) && at - from <= MAX_DIGITS) {
            value = 10 * value + (bytes[at++] - '0');
        }
        int digits = at - from;
        boolean canonical =
                digits > 0 && digits <= MAX_DIGITS && value >= 0 && (bytes[from] != '0' || digits == 1 && !negative);
        if (!canonical || at == bytes.length || bytes[at] != ',' && bytes[at] != '}') {
            ours = false;
        }
        if (negative) {
            value = -value;
        }
        if (ours && (value < low || value > high)) {
            throw JsonFields.outside(field, Long.toString(value), low, high);
        }
        return value;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private boolean skip(byte expected) {
        if (at < bytes.length && bytes[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    /** Compares words, because the names are short: for them, a call of {@link Arrays#equals} takes most of its time. */
    private boolean skip(byte[] expected) {
        int behind = at + expected.length;
        if (behind > bytes.length) {
            return false;
        }
        int last = expected.length - Long.BYTES;
        if (last < 0) {
            if (!Arrays.equals(bytes, at, behind, expected, 0, expected.length)) {
                return false;
            }
            at = behind;
            return true;
        }
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((long) WORD.get(bytes, at + i) != (long) WORD.get(expected, i)) {
                return false;
            }
        }
        if ((long) WORD.get(bytes, behind - Long.BYTES) != (long) WORD.get(expected, last)) {
            return false;
        }
        at = behind;
        return true;
    }

    private static byte[] literal(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
