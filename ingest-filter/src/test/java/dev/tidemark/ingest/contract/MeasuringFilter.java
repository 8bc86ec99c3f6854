package dev.tidemark.ingest.contract;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.tidemark.ingest.ClientDisconnect;
import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.TidemarkHandle;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
                        TraceContext.joined(headers.getOrDefault(TraceContext.TRACESTATE, List.of())));
        exchange.getResponseHeaders()
                .set(TraceContext.X_TRACE_ID, request.trace().traceId());
        exchange.setAttribute(ServerRequest.ATTRIBUTE, request);
        CountedInput in = new CountedInput(exchange.getRequestBody());
        CountedOutput out = new CountedOutput(exchange.getResponseBody());
        exchange.setStreams(in, out);
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
            request.finish(route, status, error, in.read, out.written);
            exchange.close();
        }
    }

    @Override
    public String description() {
        return "Tidemark";
    }

    private static final class CountedInput extends FilterInputStream {
        private long read;

        CountedInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            read += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            read += Math.max(0, count);
            return count;
        }
    }

    private static final class CountedOutput extends FilterOutputStream {
        private long written;

        CountedOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            written++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            written += length;
        }
    }
}
