package dev.tidemark.ingest.delivery;

import dev.tidemark.ingest.call.RequestCalls;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceIds;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The place of a request on its way to the sender's thread. The thread that claimed it owns it: it writes all of the request, and
 * publishes it in any case, because a place that is never published would block those after it.
 */
public final class RequestSlot {
    private static final VarHandle PUBLISHED;

    static {
        try {
            PUBLISHED = MethodHandles.lookup().findVarHandle(RequestSlot.class, "published", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // Used through PUBLISHED.
    private long published = -1;

    private long claimed;
    private long timestampMicros;
    private long durationMicros;
    private long traceHigh;
    private long traceLow;
    private long span;
    private long requestBytes;
    private long responseBytes;
    private int status;
    private boolean stream;
    private boolean measured;
    private boolean madeCalls;
    private String method = "";
    private String route = "";
    private @Nullable String errorType;
    private @Nullable String parentSpanId;
    private @Nullable RequestEvent event;

    /** Made by the first request here that makes calls, and kept. */
    private @Nullable Parts parts;

    RequestSlot() {}

    RequestSlot claimed(long number) {
        claimed = number;
        stream = false;
        measured = false;
        return this;
    }

    /** When it began, and how long it took. */
    public void time(long epochMicros, long micros) {
        timestampMicros = epochMicros;
        durationMicros = micros;
    }

    public void trace(TraceContext trace) {
        traceHigh = trace.traceIdHigh();
        traceLow = trace.traceIdLow();
        span = trace.spanIdBits();
        String parent = trace.parentSpanId();
        // To write a reference costs the garbage collector more than to read one, and most requests are alike.
        if (parentSpanId != parent) {
            parentSpanId = parent;
        }
    }

    public void endpoint(String ofMethod, String ofRoute) {
        if (method != ofMethod) {
            method = ofMethod;
        }
        if (route != ofRoute) {
            route = ofRoute;
        }
    }

    public void outcome(int of, @Nullable String error) {
        status = of;
        if (errorType != error) {
            errorType = error;
        }
    }

    /** The lengths of its bodies; negative if unknown. */
    public void bodies(long request, long response) {
        requestBytes = request;
        responseBytes = response;
    }

    /** It was a stream. */
    public void stream() {
        stream = true;
    }

    /**
     * Its parts were measured.
     *
     * @param calls stopped; null if it made none
     */
    public void parts(@Nullable RequestCalls calls) {
        measured = true;
        madeCalls = calls != null;
        if (calls == null) {
            return;
        }
        Parts known = parts;
        if (known == null) {
            known = new Parts();
            parts = known;
        }
        known.set(calls);
    }

    void event(RequestEvent given) {
        event = given;
    }

    /** Hands it over. It is no longer this thread's. */
    public void publish() {
        PUBLISHED.setRelease(this, claimed);
    }

    boolean isPublished(long number) {
        return (long) PUBLISHED.getAcquire(this) == number;
    }

    RequestEvent take(String service, String instance) {
        RequestEvent given = event;
        if (given != null) {
            event = null;
            return given;
        }
        return new RequestEvent(
                timestampMicros,
                service,
                instance,
                method,
                route,
                status,
                durationMicros,
                TraceIds.traceId(traceHigh, traceLow),
                TraceIds.spanId(span),
                errorType,
                requestBytes < 0 ? null : requestBytes,
                responseBytes < 0 ? null : responseBytes,
                parentSpanId,
                stream,
                takeParts());
    }

    private @Nullable RequestParts takeParts() {
        Parts known = parts;
        if (!measured) {
            return null;
        }
        return madeCalls && known != null ? known.get() : RequestParts.NONE;
    }

    private static final class Parts {
        private long dbMicros;
        private long poolWaitMicros;
        private long redisMicros;
        private long httpMicros;
        private int dbCalls;
        private int redisCalls;
        private int httpCalls;

        void set(RequestCalls calls) {
            dbMicros = micros(calls, CallKind.DB);
            dbCalls = calls.calls(CallKind.DB);
            poolWaitMicros = micros(calls, CallKind.POOL);
            redisMicros = micros(calls, CallKind.REDIS);
            redisCalls = calls.calls(CallKind.REDIS);
            httpMicros = micros(calls, CallKind.HTTP);
            httpCalls = calls.calls(CallKind.HTTP);
        }

        private static long micros(RequestCalls calls, CallKind kind) {
            return Math.min(calls.micros(kind), RequestEvent.MAX_DURATION_MICROS);
        }

        RequestParts get() {
            return new RequestParts(dbMicros, dbCalls, poolWaitMicros, redisMicros, redisCalls, httpMicros, httpCalls);
        }
    }
}
