package dev.tidemark.bench.filter;

import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.trace.TraceScope;
import java.time.Duration;

/** The whole path of the filter: begin, ids, the trace's scope with the MDC, and finish. */
final class FilterPath implements RequestPath {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Tidemark tidemark;
    private final Routes routes;
    private final boolean mdc;
    private final boolean flushes;

    /**
     * @param mdc whether the trace is made current, with its ids in the MDC, as the adapters do
     * @param flushes whether Kafka takes the requests
     */
    FilterPath(Tidemark tidemark, Routes routes, boolean mdc, boolean flushes) {
        this.tidemark = tidemark;
        this.routes = routes;
        this.mdc = mdc;
        this.flushes = flushes;
    }

    @Override
    public void serve(int first, int requests) {
        for (int i = first; i < first + requests; i++) {
            ServerRequest request = tidemark.begin("GET", routes.path(i), null, null);
            if (mdc) {
                serveInScope(request, i);
            }
            request.finish(routes.route(i), 200, null, -1, 512);
        }
    }

    private void serveInScope(ServerRequest request, int i) {
        try (TraceScope ignored = request.trace().makeCurrent()) {
            routes.serve(i);
        }
    }

    @Override
    public void settle() throws InterruptedException {
        if (flushes && !tidemark.flush(PATIENCE)) {
            throw new IllegalStateException("Kafka did not take a burst of requests within " + PATIENCE);
        }
    }
}
