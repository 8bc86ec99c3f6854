package dev.tidemark.wire.event;

import dev.tidemark.wire.sketch.LatencySketch;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one operation that one process completed within ten seconds for the requests of one endpoint, as published to
 * {@code tidemark.calls.v1}. Summaries of the same operation and window add up.
 *
 * @param timestampMicros when the ten seconds began, in microseconds since the epoch (UTC)
 * @param service the logical name of the application
 * @param instance the process that made the calls
 * @param method the HTTP method of the requests; null for work outside of requests
 * @param route the route template of the requests; null for work outside of requests
 * @param kind what was called
 * @param target the database, the address of Redis, the pool or the called service
 * @param operation the statement with its literals replaced, the command with the prefix of its key, or the HTTP method and path template
 * @param count the number of calls
 * @param errors the calls that failed
 * @param sumMicros the sum of their times, in microseconds
 * @param maxMicros the longest time, in microseconds
 * @param rows the rows that were read or changed; null if unknown
 * @param hits the reads of Redis that found their key; null if the operation is no read
 * @param misses the reads of Redis that did not find their key; null if the operation is no read
 * @param sketch the times in microseconds; not copied, so nobody may change it after it was passed in
 */
public record CallSummary(
        long timestampMicros,
        String service,
        @Nullable String instance,
        @Nullable String method,
        @Nullable String route,
        CallKind kind,
        String target,
        String operation,
        long count,
        long errors,
        long sumMicros,
        long maxMicros,
        @Nullable Long rows,
        @Nullable Long hits,
        @Nullable Long misses,
        LatencySketch sketch) {

    /** The target or operation that stands for all those beyond a limit. */
    public static final String OTHER = "(other)";

    /** The longest target, in characters; filters cut longer ones. */
    public static final int MAX_TARGET = 256;

    /** The longest operation, in characters; filters cut longer ones. */
    public static final int MAX_OPERATION = 2_000;

    /** Why this summary cannot be added to others, as a sentence; null if it can be. */
    public @Nullable String conflict() {
        if ((method == null) != (route == null)) {
            return "method " + method + " and route " + route + ": expected both or neither";
        }
        if (rows != null && rows < 0 || hits != null && hits < 0 || misses != null && misses < 0) {
            return "rows " + rows + ", hits " + hits + " and misses " + misses + ": expected 0 or more";
        }
        return Rollup.conflict(count, errors, 0, sumMicros, 0, maxMicros, sketch.count());
    }
}
