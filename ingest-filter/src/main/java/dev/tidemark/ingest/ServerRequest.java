package dev.tidemark.ingest;

import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.wire.event.RequestEvent;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request being served: created when it arrives, finished when its response is complete. All adapters share
 * this class. Thread-safe; only the first call of finish counts.
 */
public final class ServerRequest {
    /** The request attribute in which an adapter stores this object, so that a request is measured once. */
    public static final String ATTRIBUTE = "dev.tidemark.request";

    /** The request attribute in which an application or its framework stores the route template. */
    public static final String ROUTE_ATTRIBUTE = "dev.tidemark.route";

    /**
     * The request attribute by which an application marks a request as a stream, with the value {@link Boolean#TRUE}: a
     * long poll, for example. Server-sent events and WebSockets are recognised.
     */
    public static final String STREAM_ATTRIBUTE = "dev.tidemark.stream";

    // As OpenTelemetry does, unknown methods are replaced: a client that invents methods must not create series.
    private static final Set<String> METHODS =
            Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "QUERY");
    private static final String OTHER_METHOD = "_OTHER";
    private static final int MAX_ROUTE = 512;
    private static final int INTERNAL_SERVER_ERROR = 500;

    private final Tidemark tidemark;
    private final String method;
    private final boolean skipped;
    private final TraceContext trace;
    private final long start = System.nanoTime();
    private final AtomicBoolean finished = new AtomicBoolean();
    private volatile boolean stream;

    ServerRequest(Tidemark tidemark, String method, boolean skipped, TraceContext trace) {
        this.tidemark = tidemark;
        this.method = METHODS.contains(method) ? method : OTHER_METHOD;
        this.skipped = skipped;
        this.trace = trace;
    }

    /** The trace of this request. */
    public TraceContext trace() {
        return trace;
    }

    /**
     * Marks this request as a stream: its duration is a lifetime, and no latency. It is counted, but is in no percentile
     * and no share of time.
     */
    public void markStream() {
        stream = true;
    }

    /**
     * Marks this request as a stream if its response began as one: server-sent events or another endless content type, a
     * WebSocket or another tunnel. It may end with another status than it began with.
     */
    public void noteResponse(int status, @Nullable String contentType) {
        if (StreamTypes.isEndless(contentType) || StreamTypes.isTunnel(method, status)) {
            stream = true;
        }
    }

    /** Whether this request was marked as a stream. */
    public boolean isStream() {
        return stream;
    }

    /**
     * Records the request with the time elapsed until now.
     *
     * @param route the route template, never the raw path; null if none matched
     * @param status the response status; an invalid one counts as 500. {@link ClientDisconnect#CLIENT_CLOSED_REQUEST} if
     *     the client disconnected before the response was complete
     * @param error the application's exception, or null
     * @param requestBytes the length of the request body; negative if unknown
     * @param responseBytes the length of the response body; negative if unknown
     */
    public void finish(
            @Nullable String route, int status, @Nullable Throwable error, long requestBytes, long responseBytes) {
        if (!finished.compareAndSet(false, true) || skipped || !tidemark.isEnabled()) {
            return;
        }
        long micros = Math.max(0, (System.nanoTime() - start) / 1000);
        tidemark.record(new RequestEvent(
                tidemark.epochMicros(start),
                tidemark.settings().serviceName(),
                tidemark.settings().instance(),
                method,
                template(route),
                status >= 100 && status <= 599 ? status : INTERNAL_SERVER_ERROR,
                Math.min(micros, RequestEvent.MAX_DURATION_MICROS),
                trace.traceId(),
                trace.spanId(),
                error == null ? null : error.getClass().getName(),
                requestBytes < 0 ? null : requestBytes,
                responseBytes < 0 ? null : responseBytes,
                stream || StreamTypes.isTunnel(method, status)));
    }

    private static String template(@Nullable String route) {
        if (route == null || route.isEmpty()) {
            return RequestEvent.UNMATCHED;
        }
        return route.length() <= MAX_ROUTE ? route : route.substring(0, MAX_ROUTE);
    }
}
