package dev.tidemark.wire.event;

import org.jspecify.annotations.Nullable;

/**
 * One served HTTP request, as published to {@code tidemark.requests.v1}. Immutable.
 *
 * @param timestampMicros when the request began, in microseconds since the epoch (UTC)
 * @param service the logical name of the application (OpenTelemetry {@code service.name})
 * @param instance the process that served it (OpenTelemetry {@code service.instance.id})
 * @param method the HTTP method, upper case
 * @param route the route template, such as {@code /orders/{id}}; {@link #UNMATCHED} if there is none; never the raw path
 * @param status the HTTP status, 100 to 599
 * @param durationMicros from the first byte read to the response completed, in microseconds, at most {@link #MAX_DURATION_MICROS}
 * @param traceId the W3C trace id, 32 lower-case hexadecimal digits
 * @param spanId the W3C span id, 16 lower-case hexadecimal digits
 * @param errorType the class of the exception, or another name of the failure (OpenTelemetry {@code error.type})
 * @param requestBytes the length of the request body in bytes; null if unknown
 * @param responseBytes the length of the response body in bytes; null if unknown
 * @param parentSpanId the caller's span id, 16 lower-case hexadecimal digits; null if the caller sent none
 * @param stream whether it was a stream (server-sent events, a WebSocket, a long poll): its duration is a lifetime, and no latency
 * @param parts where its time went; null if that was not measured, and for a stream
 */
public record RequestEvent(
        long timestampMicros,
        String service,
        @Nullable String instance,
        String method,
        String route,
        int status,
        long durationMicros,
        @Nullable String traceId,
        @Nullable String spanId,
        @Nullable String errorType,
        @Nullable Long requestBytes,
        @Nullable Long responseBytes,
        @Nullable String parentSpanId,
        boolean stream,
        @Nullable RequestParts parts) {

    /** The route of a request that no template matched. */
    public static final String UNMATCHED = "UNMATCHED";

    /** Seven days: a longer request means a broken clock. */
    public static final long MAX_DURATION_MICROS = 7L * 24 * 3600 * 1_000_000;

    /** The status of a request whose client disconnected before the response was complete. The name is nginx's. */
    public static final int CLIENT_CLOSED_REQUEST = 499;

    /** A request that is no stream, whose caller sent no span and whose parts were not measured. */
    public RequestEvent(
            long timestampMicros,
            String service,
            @Nullable String instance,
            String method,
            String route,
            int status,
            long durationMicros,
            @Nullable String traceId,
            @Nullable String spanId,
            @Nullable String errorType,
            @Nullable Long requestBytes,
            @Nullable Long responseBytes) {
        this(
                timestampMicros,
                service,
                instance,
                method,
                route,
                status,
                durationMicros,
                traceId,
                spanId,
                errorType,
                requestBytes,
                responseBytes,
                null,
                false,
                null);
    }

    /**
     * Whether Tidemark counts this request as an error: a status of 400 or above. Streams end when their client disconnects, which is no
     * error; they fail after their status was sent, which their error type tells.
     */
    public boolean isError() {
        return stream ? errorType != null || status >= 400 && status != CLIENT_CLOSED_REQUEST : status >= 400;
    }

    /** Whether its parts are known and can be added to those of others: streams have no latency to be split. */
    public boolean isMeasured() {
        return parts != null && !stream && parts.micros() <= durationMicros;
    }

    public Series series() {
        return new Series(service, method, route);
    }
}
