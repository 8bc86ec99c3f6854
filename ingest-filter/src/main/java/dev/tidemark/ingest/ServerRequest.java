package dev.tidemark.ingest;

import dev.tidemark.ingest.call.CallTable;
import dev.tidemark.ingest.call.MeasuredRequest;
import dev.tidemark.ingest.call.RequestCalls;
import dev.tidemark.ingest.delivery.RequestSlot;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.wire.event.RequestEvent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request being served: created when it arrives, finished when its response is complete. All adapters share
 * this class. Thread-safe; only the first call of finish counts.
 */
public final class ServerRequest implements MeasuredRequest {
    /** The request attribute in which an adapter stores this object, so that a request is measured once. */
    public static final String ATTRIBUTE = "dev.tidemark.request";

    /** The request attribute in which an application or its framework stores the route template. */
    public static final String ROUTE_ATTRIBUTE = "dev.tidemark.route";

    /**
     * The request attribute by which an application marks a request as a stream, with the value {@link Boolean#TRUE}: a
     * long poll, for example. Server-sent events and WebSockets are recognised.
     */
    public static final String STREAM_ATTRIBUTE = "dev.tidemark.stream";

    private static final VarHandle CALLS;

    static {
        try {
            CALLS = MethodHandles.lookup().findVarHandle(ServerRequest.class, "calls", RequestCalls.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final int MAX_ROUTE = 512;
    private static final int INTERNAL_SERVER_ERROR = 500;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** Null if it is not measured. */
    private final @Nullable Tidemark tidemark;

    /** Null before the first call, {@link RequestCalls#OVER} once the request is finished. */
    private volatile @Nullable RequestCalls calls;

    private final String method;
    private volatile TraceContext trace;
    private final long start = System.nanoTime();
    private volatile boolean stream;

    /** @param tidemark takes the finished request; null if this request is not measured */
    ServerRequest(@Nullable Tidemark tidemark, String method, TraceContext trace) {
        this.tidemark = tidemark;
        this.method = known(method);
        this.trace = trace;
        trace.begunFor(this);
    }

    /** The trace of this request. */
    public TraceContext trace() {
        return trace;
    }

    /** For {@link dev.tidemark.ingest.call.Call}. */
    @Override
    public @Nullable RequestCalls calls() {
        RequestCalls known = calls;
        return known == null ? begunCalls() : known;
    }

    @Override
    public boolean isMeasuredBy(RequestCalls known) {
        return calls == known;
    }

    private @Nullable RequestCalls begunCalls() {
        CallTable table = tidemark == null ? null : tidemark.calls();
        if (table == null) {
            return null;
        }
        RequestCalls first = RequestCalls.of(table);
        if (!CALLS.compareAndSet(this, (@Nullable RequestCalls) null, first)) {
            first.discard();
            return calls;
        }
        return first;
    }

    /**
     * Takes over the ids of the span that an instrumentation of the application has started with OpenTelemetry after
     * this request had begun. For code of an adapter that runs inside of it; has no effect if no such span is active.
     */
    public void joinActiveSpan() {
        trace = trace.joinActiveSpan();
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
        finishAs(route, status, error == null ? null : error.getClass().getName(), requestBytes, responseBytes);
    }

    /**
     * The same, if only the name of the failure is known.
     *
     * @param errorType the class of the application's exception, or null
     */
    public void finishAs(
            @Nullable String route, int status, @Nullable String errorType, long requestBytes, long responseBytes) {
        RequestCalls made = (RequestCalls) CALLS.getAndSet(this, RequestCalls.OVER);
        if (made == RequestCalls.OVER || tidemark == null) {
            return;
        }
        long now = System.nanoTime();
        long end = made == null ? now : made.stop(now);
        long micros = Math.min(Math.max(0, (end - start) / 1000), RequestEvent.MAX_DURATION_MICROS);
        long began = tidemark.epochMicros(start);
        String template = template(route);
        RequestSlot slot = tidemark.claim();
        if (slot != null) {
            try {
                slot.time(began, micros);
                slot.trace(trace);
                slot.endpoint(method, template);
                slot.outcome(status >= 100 && status <= 599 ? status : INTERNAL_SERVER_ERROR, errorType);
                slot.bodies(requestBytes, bodyBytes(status, responseBytes));
                if (stream || StreamTypes.isTunnel(method, status)) {
                    slot.stream();
                } else if (tidemark.calls() != null) {
                    slot.parts(made);
                }
            } finally {
                slot.publish();
            }
        }
        if (made != null) {
            made.finish(method, template, end);
        }
    }

    /** Some responses have no body, whatever their content length says. Negative if unknown. */
    private long bodyBytes(int status, long bytes) {
        return status == NO_CONTENT || status == NOT_MODIFIED || method.equals("HEAD") ? 0 : bytes;
    }

    /**
     * The constant of a known method. As OpenTelemetry does, unknown methods are replaced: a client that invents methods
     * must not create series.
     */
    private static String known(String method) {
        return switch (method) {
            case "GET" -> "GET";
            case "POST" -> "POST";
            case "PUT" -> "PUT";
            case "PATCH" -> "PATCH";
            case "DELETE" -> "DELETE";
            case "HEAD" -> "HEAD";
            case "OPTIONS" -> "OPTIONS";
            case "TRACE" -> "TRACE";
            case "CONNECT" -> "CONNECT";
            case "QUERY" -> "QUERY";
            default -> "_OTHER";
        };
    }

    private static String template(@Nullable String route) {
        if (route == null || route.isEmpty()) {
            return RequestEvent.UNMATCHED;
        }
        return route.length() <= MAX_ROUTE ? route : route.substring(0, MAX_ROUTE);
    }
}
