package dev.tidemark.query.traces;

import dev.tidemark.consumer.HeapBytes;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request. Times are milliseconds.
 *
 * @param ts when it began
 * @param traceId 32 hexadecimal digits; null if the request had no trace
 * @param spanId 16 hexadecimal digits
 * @param errorType the class of the exception, or what else names the failure; null without one
 * @param stream whether it is a stream, whose duration is a lifetime
 * @param parts where its time went; null if that was not measured
 */
@Serdeable
record Trace(
        Instant ts,
        @Nullable String traceId,
        @Nullable String spanId,
        String service,
        @Nullable String instance,
        String method,
        String route,
        int status,
        @Nullable String errorType,
        double durationMs,
        boolean stream,
        @Nullable TraceParts parts) {

    /** The parts of one request; those of time add up to its duration. */
    @Serdeable
    record TraceParts(
            double applicationMs,
            double dbMs,
            long dbCalls,
            double poolWaitMs,
            double redisMs,
            long redisCalls,
            double httpMs,
            long httpCalls) {}

    /** Its memory, about. */
    long heapBytes() {
        return HeapBytes.object(80)
                + HeapBytes.object(64)
                + 24
                + HeapBytes.of(traceId)
                + HeapBytes.of(spanId)
                + HeapBytes.of(service)
                + HeapBytes.of(instance)
                + HeapBytes.of(method)
                + HeapBytes.of(route)
                + HeapBytes.of(errorType);
    }
}
