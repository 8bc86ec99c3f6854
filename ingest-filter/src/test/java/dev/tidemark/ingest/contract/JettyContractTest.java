package dev.tidemark.ingest.contract;

import dev.tidemark.ingest.servlet.TidemarkInitializer;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Tag;

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
        for (String path : ServletShop.PATHS) {
            ServletHolder holder = new ServletHolder(new ServletShop());
            holder.setAsyncSupported(true);
            context.addServlet(holder, path);
        }
        server.setHandler(context);
        server.start();
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    @Override
    protected List<String> threads() {
        return ServletShop.THREADS;
    }

    @Override
    protected boolean handlesExceptions() {
        return false;
    }

    @Override
    protected boolean forwards() {
        return true;
    }

    @Override
    protected void stop() throws Exception {
        server.stop();
    }
}
