package dev.tidemark.bench.filter;

import dev.tidemark.ingest.servlet.TidemarkInitializer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A program with a servlet that answers five bytes, on Jetty. The arguments: the port, whether the filter is installed, and for the servlet
 * that reads PostgreSQL and Redis, the URL, user and password of the one and the address of the other.
 */
public final class ServedApplication {
    static final String PATH = "/hello";
    static final String PATH_WITH_CALLS = "/product";
    private static final int ARGUMENTS_WITH_CALLS = 6;
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private ServedApplication() {}

    public static void main(String[] args) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(args[0]));
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new Hello()), PATH);
        boolean filter = Boolean.parseBoolean(args[1]);
        if (args.length == ARGUMENTS_WITH_CALLS) {
            context.addServlet(
                    new ServletHolder(new ProductServlet(args[2], args[3], args[4], args[5], filter)), PATH_WITH_CALLS);
        }
        if (filter) {
            context.addServletContainerInitializer(new TidemarkInitializer());
        }
        server.setHandler(context);
        server.start();
        server.join();
    }

    private static final class Hello extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentLength(HELLO.length);
            response.getOutputStream().write(HELLO);
        }
    }
}
