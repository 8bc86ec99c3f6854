package dev.tidemark.bench.filter;

import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.call.Call;
import dev.tidemark.ingest.call.Operation;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import dev.tidemark.wire.event.CallKind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;

/** The whole path of the filter: begin, ids, the trace's scope with the MDC, and finish. */
final class FilterPath implements RequestPath {
    private static final Operation[] OPERATIONS = {
        Operation.of(CallKind.POOL, "shop", "getConnection"),
        Operation.of(CallKind.DB, "shop", "SELECT * FROM product WHERE id = ?"),
        Operation.of(CallKind.REDIS, "redis:6379", "GET product:*")
    };

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Tidemark tidemark;
    private final Routes routes;
    private final Mdc mdc;
    private final boolean flushes;
    private final int calls;

    /** What a request does with the MDC. */
    enum Mdc {
        /** The trace is not made current. */
        NONE,
        /** The trace is made current with its ids in the MDC, as by the adapters, and nobody reads them. */
        SCOPE,
        /** The same, and an id is read, as by a line that is logged. */
        READ
    }

    /** @param flushes whether Kafka takes the requests */
    FilterPath(Tidemark tidemark, Routes routes, Mdc mdc, boolean flushes) {
        this(tidemark, routes, mdc, flushes, 0);
    }

    /** @param calls how many calls each request makes within the scope */
    FilterPath(Tidemark tidemark, Routes routes, Mdc mdc, boolean flushes, int calls) {
        this.tidemark = tidemark;
        this.routes = routes;
        this.mdc = mdc;
        this.flushes = flushes;
        this.calls = calls;
    }

    @Override
    public void serve(int first, int requests) {
        for (int i = first; i < first + requests; i++) {
            ServerRequest request = tidemark.begin("GET", routes.path(i), null, null);
            if (mdc != Mdc.NONE) {
                serveInScope(request, i);
            }
            request.finish(routes.route(i), 200, null, -1, 512);
        }
    }

    private void serveInScope(ServerRequest request, int i) {
        try (TraceScope ignored = request.trace().makeCurrent()) {
            routes.serve(i);
            for (int call = 0; call < calls; call++) {
                call(OPERATIONS[call % OPERATIONS.length]);
            }
            if (mdc == Mdc.READ && MDC.get(TraceContext.MDC_TRACE_ID) == null) {
                throw new IllegalStateException("no trace id in the MDC");
            }
        }
    }

    private static void call(Operation operation) {
        Call call = Call.begin(operation.kind());
        call.end(operation, false);
    }

    /** Not flush(), which would end the window of calls with each burst. */
    @Override
    public void settle() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (flushes && tidemark.counters().inFlight() > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("Kafka did not take a burst of requests within " + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }
}
