package dev.tidemark.ingest.contract;

import dev.tidemark.ingest.ServerRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;

/** The application of {@link HttpServerContract} as a plain servlet, which names its routes itself. */
public final class ServletShop extends HttpServlet {
    /** Some server-sent events, which are also part of a file. */
    public static final byte[] CHUNK = "data:0\n\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII);

    /** The patterns that it serves. */
    public static final List<String> PATHS = List.of(
            "/orders/*",
            "/broken/*",
            "/later/*",
            "/later-broken/*",
            "/mdc/*",
            "/events/*",
            "/endless/*",
            "/download/*",
            "/poll/*",
            "/socket/*",
            "/health/*",
            "/actuator/*");

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String servlet = request.getServletPath();
        boolean one = request.getPathInfo() != null;
        request.setAttribute(ServerRequest.ROUTE_ATTRIBUTE, one ? servlet + "/{id}" : servlet);
        String id = one ? request.getPathInfo().substring(1) : "";
        switch (servlet) {
            case "/orders" -> {
                response.setStatus(request.getMethod().equals("POST") ? 201 : 200);
                answer(response, "order " + id);
            }
            case "/broken" -> throw new IllegalStateException("broken");
            case "/later" -> later(request.startAsync(), false);
            case "/later-broken" -> {
                if (request.getAttribute("again") != null) {
                    throw new IllegalStateException("broken");
                }
                request.setAttribute("again", true);
                later(request.startAsync(), true);
            }
            case "/mdc" -> answer(response, MDC.get("trace_id") + " " + MDC.get("span_id"));
            case "/events" -> {
                response.setContentType("text/event-stream");
                response.getOutputStream().print("data:1\n\ndata:2\n\n");
            }
            case "/endless" -> {
                response.setContentType("text/event-stream;charset=UTF-8");
                goOn(response);
            }
            case "/download" -> {
                response.setContentType("application/octet-stream");
                goOn(response);
            }
            case "/socket" -> {
                response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
                response.setHeader("Connection", "Upgrade");
                response.setHeader("Upgrade", "websocket");
                request.upgrade(Tunnel.class);
            }
            case "/poll" -> {
                request.setAttribute(ServerRequest.STREAM_ATTRIBUTE, true);
                answer(response, "polled");
            }
            default -> answer(response, "up");
        }
    }

    private static void later(AsyncContext async, boolean dispatch) {
        CompletableFuture.delayedExecutor(HttpServerContract.LATER_MILLIS, TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (dispatch) {
                        async.dispatch();
                        return;
                    }
                    try {
                        answer((HttpServletResponse) async.getResponse(), "later");
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    async.complete();
                });
    }

    /** What follows a handshake: here, the end. */
    public static final class Tunnel implements HttpUpgradeHandler {
        @Override
        public void init(WebConnection connection) {
            try {
                connection.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void destroy() {
            // Nothing to do.
        }
    }

    private static void goOn(HttpServletResponse response) throws IOException {
        while (true) {
            response.getOutputStream().write(CHUNK);
            response.flushBuffer();
        }
    }

    private static void answer(HttpServletResponse response, String body) throws IOException {
        response.setContentLength(body.length());
        response.getOutputStream().print(body);
    }
}
