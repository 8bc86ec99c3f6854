package dev.tidemark.wire.codec;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the events of one {@link RequestBatch}, in order: a string of U+0001 and {@code parts:}, and for each event a character
 * that says what follows, and those numbers. Numbers have five bits per character, lowest bits first; all but the last one have the bit
 * 32 added; the characters are those from U+0020 on. Not thread-safe.
 */
final class BatchParts {
    static final String NAME = "\u0001parts:";

    /** The most characters that the parts of an event take. */
    static final int MAX_CHARACTERS = 1 + 4 * 8 + 3 * 7;

    private static final int FIRST = ' ';
    private static final int BITS = 5;
    private static final int MORE = 1 << BITS;
    private static final int DB = 1;
    private static final int POOL = 1 << 1;
    private static final int REDIS = 1 << 2;
    private static final int HTTP = 1 << 3;
    private static final int UNMEASURED = 1 << 4;

    private final String text;
    private int at;

    /** @param text the string; null if the batch has none, so that no event was measured */
    BatchParts(@Nullable String text) {
        this.text = text == null ? "" : text;
        this.at = Math.min(NAME.length(), this.text.length());
    }

    static void append(@Nullable RequestParts parts, StringBuilder out) {
        if (parts == null) {
            out.append((char) (FIRST + UNMEASURED));
            return;
        }
        boolean db = parts.dbMicros() > 0 || parts.dbCalls() > 0;
        boolean redis = parts.redisMicros() > 0 || parts.redisCalls() > 0;
        boolean http = parts.httpMicros() > 0 || parts.httpCalls() > 0;
        boolean pool = parts.poolWaitMicros() > 0;
        out.append((char) (FIRST + (db ? DB : 0) + (pool ? POOL : 0) + (redis ? REDIS : 0) + (http ? HTTP : 0)));
        if (db) {
            append(parts.dbMicros(), out);
            append(parts.dbCalls(), out);
        }
        if (pool) {
            append(parts.poolWaitMicros(), out);
        }
        if (redis) {
            append(parts.redisMicros(), out);
            append(parts.redisCalls(), out);
        }
        if (http) {
            append(parts.httpMicros(), out);
            append(parts.httpCalls(), out);
        }
    }

    private static void append(long value, StringBuilder out) {
        long rest = value;
        while (rest >= MORE) {
            out.append((char) (FIRST + MORE + (rest & MORE - 1)));
            rest >>>= BITS;
        }
        out.append((char) (FIRST + rest));
    }

    /** The next event's; null if it was not measured. */
    @Nullable RequestParts next() throws MalformedEventException {
        if (at >= text.length()) {
            return null;
        }
        int has = text.charAt(at++) - FIRST;
        if (has == 0) {
            return RequestParts.NONE;
        }
        if (has < 0 || has > UNMEASURED) {
            throw new MalformedEventException("parts of kind " + has + ": expected 0 to " + UNMEASURED);
        }
        return has == UNMEASURED
                ? null
                : new RequestParts(
                        micros("db_us", has & DB),
                        calls("db_calls", has & DB),
                        micros("pool_wait_us", has & POOL),
                        micros("redis_us", has & REDIS),
                        calls("redis_calls", has & REDIS),
                        micros("http_us", has & HTTP),
                        calls("http_calls", has & HTTP));
    }

    private long micros(String field, int flag) throws MalformedEventException {
        return flag == 0 ? 0 : number(field, RequestEvent.MAX_DURATION_MICROS);
    }

    private long calls(String field, int flag) throws MalformedEventException {
        return flag == 0 ? 0 : number(field, RequestParts.MAX_CALLS);
    }

    private long number(String field, long most) throws MalformedEventException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE - BITS && at < text.length(); shift += BITS) {
            int next = text.charAt(at++) - FIRST;
            if (next < 0 || next >= 2 * MORE) {
                break;
            }
            value |= (long) (next & MORE - 1) << shift;
            if (value > most) {
                break;
            }
            if (next < MORE) {
                return value;
            }
        }
        throw new MalformedEventException(field + " in a string of parts: expected a whole number from 0 to " + most);
    }
}
