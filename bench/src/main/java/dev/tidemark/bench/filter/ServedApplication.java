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

/** A program with a servlet that answers five bytes, on Jetty. The arguments: the port, and whether the filter is installed. */
public final class ServedApplication {
    static final String PATH = "/hello";
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
        if (Boolean.parseBoolean(args[1])) {
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
