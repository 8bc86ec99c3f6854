package dev.tidemark.ingest.servlet;

import dev.tidemark.ingest.trace.TraceContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** A web application in a real servlet container, on a free port; started by its first request. */
final class JettyApp implements AutoCloseable {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ServletContextHandler context = new ServletContextHandler("/");
    private final BlockingQueue<String> leftBehind = new LinkedBlockingQueue<>();
    private volatile @Nullable Throwable failure;

    @FunctionalInterface
    interface Servlet {
        void serve(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    JettyApp() {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Around(context));
        context.addServletContainerInitializer(new TidemarkInitializer());
        FilterHolder inside = new FilterHolder((Filter) (request, response, chain) -> {
            try {
                chain.doFilter(request, response);
            } catch (Throwable e) {
                failure = e;
                throw e;
            }
        });
        inside.setAsyncSupported(true);
        context.addFilter(inside, "/*", EnumSet.of(DispatcherType.REQUEST));
    }

    void serve(String pattern, Servlet servlet) {
        ServletHolder holder = new ServletHolder(new HttpServlet() {
            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws ServletException, IOException {
                servlet.serve(request, response);
            }
        });
        holder.setAsyncSupported(true);
        context.addServlet(holder, pattern);
    }

    /** The MDC and trace that the last request left on its thread. */
    String leftBehind() throws InterruptedException {
        return leftBehind.take();
    }

    /** The exception that the application's own filter saw. */
    @Nullable Throwable failure() {
        return failure;
    }

    URI uri(String path) {
        if (!server.isStarted()) {
            try {
                server.start();
            } catch (Exception e) {
                throw new AssertionError("Jetty does not start", e);
            }
        }
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new AssertionError("Jetty does not stop", e);
        }
    }

    /** Outside of the web application: runs before and after its filters. */
    private final class Around extends Handler.Wrapper {
        Around(Handler inner) {
            super(inner);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            MDC.put("user", "outer");
            boolean handled = super.handle(request, response, callback);
            leftBehind.add(MDC.getCopyOfContextMap() + ", current=" + TraceContext.current());
            MDC.remove("user");
            return handled;
        }
    }
}
