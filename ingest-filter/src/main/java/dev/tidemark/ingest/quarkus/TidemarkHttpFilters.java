package dev.tidemark.ingest.quarkus;

import dev.tidemark.ingest.Adapter;
import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.TidemarkHandle;
import dev.tidemark.ingest.trace.TraceContext;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Measures every request to Quarkus' HTTP server until its response is complete. It has no scope of its own: Quarkus REST
 * makes a bean of a class with a filter method, so that applications without an HTTP server, in which the types here do
 * not exist, have no such bean.
 */
public class TidemarkHttpFilters {
    // Quarkus' own filters have priorities of a few hundred.
    private static final int BEFORE_OTHERS = 1_000_000;

    private @Nullable TidemarkHandle handle;

    void register(@Observes Filters filters) {
        if (!QuarkusConfiguration.apply()) {
            return;
        }
        CurrentTrace.readFromVertx();
        TidemarkHandle acquired = Tidemark.acquire(Adapter.QUARKUS);
        handle = acquired;
        RestRoutes routes = new RestRoutes();
        filters.register(routing -> measure(acquired.tidemark(), routes, routing), BEFORE_OTHERS);
    }

    void stop(@Observes Shutdown event) {
        TidemarkHandle held = handle;
        if (held != null) {
            held.close();
        }
    }

    /** Before filters that may reject the request, and on whatever thread serves it. */
    @ServerRequestFilter(nonBlocking = true, priority = Integer.MIN_VALUE)
    public void matched(RoutingContext routing) {
        try {
            RestEndpoint.name(routing);
        } catch (LinkageError e) {
            // Another Quarkus has changed its internals. The request counts as unmatched.
        }
    }

    private static void measure(Tidemark tidemark, RestRoutes routes, RoutingContext routing) {
        // A request that is routed again is already measured.
        if (routing.get(ServerRequest.ATTRIBUTE) == null) {
            HttpServerRequest http = routing.request();
            MultiMap headers = http.headers();
            String path = routing.normalizedPath();
            ServerRequest request = tidemark.begin(
                    http.method().name(),
                    path == null ? "/" : path,
                    onlyOne(headers, TraceContext.TRACEPARENT),
                    all(headers, TraceContext.TRACESTATE));
            routing.put(ServerRequest.ATTRIBUTE, request);
            routing.response()
                    .putHeader(TraceContext.X_TRACE_ID, request.trace().traceId());
            CurrentTrace.set(request.trace());
            RoutingEnd end = new RoutingEnd(request, routing, routes);
            ClientConnection connection = ClientConnection.of(http);
            if (connection != null) {
                connection.serves(end);
            }
            routing.addEndHandler(ended -> {
                end.finish(ended.succeeded());
                if (connection != null) {
                    connection.served(end);
                }
            });
        }
        routing.next();
    }

    /** W3C Trace Context requires a new trace if the header occurs several times. */
    private static @Nullable String onlyOne(MultiMap headers, String name) {
        List<String> values = headers.getAll(name);
        return values.size() == 1 ? values.get(0) : null;
    }

    private static @Nullable String all(MultiMap headers, String name) {
        return headers.contains(name) ? TraceContext.joined(headers.getAll(name)) : null;
    }
}
