package dev.tidemark.wire.event;

/**
 * Where the time of one request went, as its filter measured it. An instant in which several calls run counts once, for the call that
 * began first, so the times never add up to more than the duration; the rest is the application's own time. Immutable.
 *
 * @param dbMicros the time in which SQL statements ran or their results were awaited, in microseconds
 * @param dbCalls the number of SQL statements
 * @param poolWaitMicros the time until a pool handed out a connection, in microseconds
 * @param redisMicros the time in which Redis commands were awaited, in microseconds
 * @param redisCalls the number of Redis commands
 * @param httpMicros the time in which responses of other services were awaited, in microseconds
 * @param httpCalls the number of HTTP requests to other services
 */
public record RequestParts(
        long dbMicros,
        long dbCalls,
        long poolWaitMicros,
        long redisMicros,
        long redisCalls,
        long httpMicros,
        long httpCalls) {

    /** The parts of a request that was measured and made no calls. */
    public static final RequestParts NONE = new RequestParts(0, 0, 0, 0, 0, 0, 0);

    /** The most calls of one kind that a request may report; more means a broken producer. */
    public static final long MAX_CALLS = 1L << 30;

    public RequestParts {
        checkMicros("db_us", dbMicros);
        checkMicros("pool_wait_us", poolWaitMicros);
        checkMicros("redis_us", redisMicros);
        checkMicros("http_us", httpMicros);
        checkCalls("db_calls", dbCalls);
        checkCalls("redis_calls", redisCalls);
        checkCalls("http_calls", httpCalls);
    }

    private static void checkMicros(String name, long micros) {
        check(name, micros, RequestEvent.MAX_DURATION_MICROS);
    }

    private static void checkCalls(String name, long calls) {
        check(name, calls, MAX_CALLS);
    }

    private static void check(String name, long value, long most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(name + " " + value + ": expected a whole number from 0 to " + most);
        }
    }

    /** The time of all calls, in microseconds. */
    public long micros() {
        return dbMicros + poolWaitMicros + redisMicros + httpMicros;
    }
}
