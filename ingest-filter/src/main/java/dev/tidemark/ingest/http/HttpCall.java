package dev.tidemark.ingest.http;

import dev.tidemark.ingest.call.Call;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.wire.event.CallKind;
import java.net.URI;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An outgoing HTTP request, for the adapters of HTTP clients. No method throws, blocks or waits; any thread may end what another has begun.
 */
public final class HttpCall {
    private static final HttpOperations OPERATIONS = new HttpOperations();
    private static final int FIRST_ERROR = 400;

    private final Call call;
    private final @Nullable TraceContext trace;

    private HttpCall(@Nullable TraceContext trace) {
        this.call = Call.begin(CallKind.HTTP, trace);
        this.trace = trace;
    }

    /** Begins a request of the trace that is current on this thread. */
    public static HttpCall begin() {
        return begin(TraceContext.current());
    }

    /** The same for another trace. */
    public static HttpCall begin(@Nullable TraceContext trace) {
        return new HttpCall(trace);
    }

    /** The trace that the request belongs to; null if there is none. */
    public @Nullable TraceContext trace() {
        return trace;
    }

    /** Whether {@link #propagate} adds headers to a request. */
    public boolean propagates(boolean hasTraceparent) {
        return trace != null && !hasTraceparent;
    }

    /**
     * Lets the service that is called continue the trace.
     *
     * @param hasTraceparent whether the request has that header already; then nothing is added
     * @param header adds a header
     */
    public void propagate(boolean hasTraceparent, BiConsumer<String, String> header) {
        if (trace == null || hasTraceparent) {
            return;
        }
        TraceContext innermost = trace.innermost();
        header.accept(TraceContext.TRACEPARENT, innermost.traceparent());
        String tracestate = innermost.tracestate();
        if (tracestate != null) {
            header.accept(TraceContext.TRACESTATE, tracestate);
        }
    }

    /**
     * Ends the request with a response; 400 and above is an error, as OpenTelemetry has it for clients.
     *
     * @param template the template of the path if the client knows it; otherwise null, and what looks like an id in the path is replaced
     */
    public void answered(String method, URI uri, @Nullable String template, int status) {
        end(method, uri, template, status >= FIRST_ERROR);
    }

    /** Ends the request without a response. */
    public void failed(String method, URI uri, @Nullable String template) {
        end(method, uri, template, true);
    }

    private void end(String method, URI uri, @Nullable String template, boolean failed) {
        if (call.isMeasured()) {
            call.end(OPERATIONS.of(method, uri, template), failed);
        }
    }

    /** The time goes on: the thread waits for more of the response's body. */
    void resume() {
        call.resume();
    }

    void pause() {
        call.pause();
    }
}
