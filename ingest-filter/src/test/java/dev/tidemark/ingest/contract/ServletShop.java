package dev.tidemark.ingest.contract;

import dev.tidemark.ingest.ServerRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;

/** The application of {@link HttpServerContract} as a plain servlet, which names its routes itself. */
public final class ServletShop extends HttpServlet {
    /** The patterns that it serves. */
    public static final List<String> PATHS =
            List.of("/orders/*", "/broken/*", "/later/*", "/later-broken/*", "/mdc/*", "/health/*", "/actuator/*");

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
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

    private static void answer(HttpServletResponse response, String body) throws IOException {
        response.setContentLength(body.length());
        response.getOutputStream().print(body);
    }
}
