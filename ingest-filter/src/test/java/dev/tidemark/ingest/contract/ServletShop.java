package dev.tidemark.ingest.contract;

import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.trace.Traced;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
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
            "/mdc-threads/*",
            "/streamed/*",
            "/forward/*",
            "/health/*",
            "/actuator/*");

    /** What {@code /mdc-threads} knows. */
    public static final List<String> THREADS = List.of("container", "own", "write-listener");

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String servlet = request.getServletPath();
        boolean one = request.getPathInfo() != null;
        if (request.getDispatcherType() != DispatcherType.FORWARD) {
            request.setAttribute(ServerRequest.ROUTE_ATTRIBUTE, one ? servlet + "/{id}" : servlet);
        }
        String id = one ? request.getPathInfo().substring(1) : "";
        switch (servlet) {
            case "/orders" -> order(request, response, id);
            case "/broken" -> throw new IllegalStateException("broken");
            case "/later" -> later(request.startAsync(), false);
            case "/later-broken" -> {
                if (request.getAttribute("again") != null) {
                    throw new IllegalStateException("broken");
                }
                request.setAttribute("again", true);
                later(request.startAsync(), true);
            }
            case "/mdc" -> {
                request.getInputStream().readAllBytes();
                answer(response, Threads.seen());
            }
            case "/mdc-threads" -> onThread(id, request.startAsync());
            case "/streamed" -> {
                for (int i = 0; i < HttpServerContract.PARTS; i++) {
                    response.getWriter().write(HttpServerContract.PART);
                }
            }
            case "/forward" -> request.getRequestDispatcher("/orders/" + id).forward(request, response);
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

    private static void order(HttpServletRequest request, HttpServletResponse response, String id) throws IOException {
        switch (request.getMethod()) {
            case "DELETE" -> response.sendError(405);
            case "POST" -> {
                response.setStatus(201);
                answer(response, "made");
            }
            default -> answer(response, "order " + id);
        }
    }

    private static void onThread(String kind, AsyncContext async) throws IOException {
        Runnable answer = () -> {
            answer(async);
            async.complete();
        };
        switch (kind) {
            case "container" -> async.start(answer);
            case "own" -> Traced.executor(Threads.WORKER).execute(answer);
            default -> {
                ServletOutputStream out = async.getResponse().getOutputStream();
                out.setWriteListener(new WriteListener() {
                    @Override
                    public void onWritePossible() throws IOException {
                        out.print(Threads.seen());
                        async.complete();
                    }

                    @Override
                    public void onError(Throwable error) {
                        throw new AssertionError(error);
                    }
                });
            }
        }
    }

    private static void later(AsyncContext async, boolean dispatch) {
        CompletableFuture.delayedExecutor(HttpServerContract.LATER_MILLIS, TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (dispatch) {
                        async.dispatch();
                        return;
                    }
                    answer(async, "later");
                    async.complete();
                });
    }

    private static void answer(AsyncContext async) {
        answer(async, Threads.seen());
    }

    private static void answer(AsyncContext async, String body) {
        try {
            answer((HttpServletResponse) async.getResponse(), body);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
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
