package dev.tidemark.ingest.contract;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.tidemark.ingest.ClientDisconnect;
import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.TidemarkHandle;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

// docs/filter/other-servers.md shows the class from here on.
/** Measures the requests to one route of the JDK's HTTP server. */
final class MeasuringFilter extends Filter {
    private final TidemarkHandle tidemark;
    private final @Nullable String route;

    MeasuringFilter(TidemarkHandle tidemark, @Nullable String route) {
        this.tidemark = tidemark;
        this.route = route;
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        List<String> traceparent = headers.getOrDefault(TraceContext.TRACEPARENT, List.of());
        ServerRequest request = tidemark.tidemark()
                .begin(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        traceparent.size() == 1 ? traceparent.get(0) : null,
                        headers.getFirst(TraceContext.TRACESTATE));
        exchange.getResponseHeaders()
                .set(TraceContext.X_TRACE_ID, request.trace().traceId());
        exchange.setAttribute(ServerRequest.ATTRIBUTE, request);
        Throwable error = null;
        try (TraceScope ignored = request.trace().makeCurrent()) {
            chain.doFilter(exchange);
        } catch (IOException | RuntimeException e) {
            error = e;
            if (exchange.getResponseCode() < 0) {
                exchange.sendResponseHeaders(500, -1);
            }
        } finally {
            int status = exchange.getResponseCode() < 0 ? 500 : exchange.getResponseCode();
            request.noteResponse(status, exchange.getResponseHeaders().getFirst("Content-Type"));
            if (status < 400 && ClientDisconnect.isReportedWhileWriting(error)) {
                status = ClientDisconnect.CLIENT_CLOSED_REQUEST;
                error = null;
            }
            request.finish(route, status, error, length(headers), length(exchange.getResponseHeaders()));
            exchange.close();
        }
    }

    private static long length(Headers headers) {
        String length = headers.getFirst("Content-Length");
        return length == null ? -1 : Long.parseLong(length);
    }

    @Override
    public String description() {
        return "Tidemark";
    }
}
