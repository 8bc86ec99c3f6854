package dev.tidemark.demo.inventory;

import jakarta.servlet.http.HttpServlet;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servlet container. It runs the initialisers on the class path, as for a web archive. */
final class InventoryServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InventoryServer.class);
    private static final int THREADS = 32;
    private static final Duration STOP = Duration.ofMillis(1500);

    private final Server server;
    private final String host;
    private final int port;

    InventoryServer(
            String host,
            int port,
            StockServlet stock,
            ReservationServlet reservations,
            HealthServlet health,
            FaultServlet faults) {
        this.host = host;
        this.port = port;
        var threads = new QueuedThreadPool(THREADS);
        threads.setName("http");
        server = new Server(threads);
        var connector = new ServerConnector(server, 1, 1);
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);

        var context = new WebAppContext();
        context.setContextPath("/");
        // A web application must have a base folder, but no files are served from it.
        context.setBaseResource(ResourceFactory.of(context).newClassLoaderResource("dev/tidemark/demo/inventory/"));
        context.setDefaultsDescriptor(null);
        context.setParentLoaderPriority(true);
        context.setThrowUnavailableOnStartupException(true);
        add(context, stock, "/stock/*");
        add(context, reservations, "/reservations", "/reservations/*");
        add(context, health, "/health");
        add(context, faults, "/faults", "/faults/*");
        server.setHandler(new GracefulHandler(context));
        server.setStopTimeout(STOP.toMillis());
    }

    private static void add(WebAppContext context, HttpServlet servlet, String... patterns) {
        var holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        for (String pattern : patterns) {
            context.addServlet(holder, pattern);
        }
    }

    void start() throws Exception {
        server.start();
        LOG.info("listening on http://{}:{}", host, port);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("the server did not stop cleanly: {}", e.toString());
        }
    }
}
