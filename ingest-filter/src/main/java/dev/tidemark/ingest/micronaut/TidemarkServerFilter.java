package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.TidemarkHandle;
import dev.tidemark.ingest.trace.TraceContext;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.Router;
import org.jspecify.annotations.Nullable;

/**
 * Measures every request to Micronaut's HTTP server. It is the outermost filter, so it sees the final response,
 * including those of exception handlers. {@link RequestTerminatedListener} records the request once the response is
 * written.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@RequiresHttpServer
final class TidemarkServerFilter implements Ordered {
    static final String STATE = "dev.tidemark.micronaut.request-state";

    private final TidemarkHandle handle;
    private final Router router;
    private final @Nullable BodySizes sizes;

    TidemarkServerFilter(TidemarkHandle handle, Router router, @Nullable BodySizes sizes) {
        this.handle = handle;
        this.router = router;
        this.sizes = sizes;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @RequestFilter
    void begin(HttpRequest<?> http, MutablePropagatedContext context) {
        // A servlet filter already measures this request, or an error passes through the filters again.
        ServerRequest known =
                http.getAttribute(ServerRequest.ATTRIBUTE, ServerRequest.class).orElse(null);
        if (known != null) {
            context.add(new TraceElement(known.trace()));
            return;
        }
        ServerRequest request = handle.tidemark()
                .begin(
                        http.getMethodName(),
                        http.getPath(),
                        onlyOne(http, TraceContext.TRACEPARENT),
                        TraceContext.joined(http.getHeaders().getAll(TraceContext.TRACESTATE)));
        http.setAttribute(ServerRequest.ATTRIBUTE, request);
        http.setAttribute(STATE, new RequestState(request, router, sizes == null ? null : sizes.of(http)));
        context.add(new TraceElement(request.trace()));
    }

    @ResponseFilter
    void answer(HttpRequest<?> http, MutableHttpResponse<?> response) {
        RequestState state = http.getAttribute(STATE, RequestState.class).orElse(null);
        if (state == null) {
            nameRoute(http);
            return;
        }
        response.getHeaders()
                .set(TraceContext.X_TRACE_ID, state.request().trace().traceId());
        state.answered(response);
        if (WebSocketUpgrade.follows(http, response)) {
            state.upgraded(http);
        }
    }

    /** Names the route for the servlet filter, which knows only the servlet's path pattern. */
    private static void nameRoute(HttpRequest<?> http) {
        String route = RequestState.route(http);
        if (route != null) {
            http.setAttribute(ServerRequest.ROUTE_ATTRIBUTE, route);
        }
    }

    /** W3C Trace Context requires a new trace if the header occurs several times. */
    private static @Nullable String onlyOne(HttpRequest<?> http, String header) {
        var values = http.getHeaders().getAll(header);
        return values.size() == 1 ? values.get(0) : null;
    }
}
