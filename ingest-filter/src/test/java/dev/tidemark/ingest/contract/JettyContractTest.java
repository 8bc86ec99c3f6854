package dev.tidemark.ingest.contract;

import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.servlet.TidemarkInitializer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Tag;
import org.slf4j.MDC;

/** An embedded Jetty without scanning: one line adds the filter. */
@Tag("java17")
class JettyContractTest extends HttpServerContract {
    private final Server server = new Server();

    @Override
    protected URI start() throws Exception {
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer(new TidemarkInitializer());
        for (String path : new String[] {"orders", "broken", "later", "later-broken", "mdc", "health", "actuator"}) {
            ServletHolder holder = new ServletHolder(new Shop());
            holder.setAsyncSupported(true);
            context.addServlet(holder, "/" + path + "/*");
        }
        server.setHandler(context);
        server.start();
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    @Override
    protected void stop() throws Exception {
        server.stop();
    }

    /** Names its routes, which a plain servlet has not. */
    private static final class Shop extends HttpServlet {
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
            CompletableFuture.delayedExecutor(LATER_MILLIS, TimeUnit.MILLISECONDS)
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
}
