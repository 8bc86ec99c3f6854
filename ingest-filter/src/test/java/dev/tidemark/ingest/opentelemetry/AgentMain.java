package dev.tidemark.ingest.opentelemetry;

import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.ingest.servlet.TidemarkInitializer;
import dev.tidemark.wire.event.RequestEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.MDC;

/** Two applications in a JVM with OpenTelemetry's agent; prints what the filter recorded. Run by {@link AgentTest}. */
final class AgentMain {
    static final String HEADERS = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"
            + "tracestate: a=1\r\ntracestate: b=2\r\nbaggage: user=jo;p=1\r\nbaggage: tenant=%C3%A4\r\n";

    private AgentMain() {}

    public static void main(String[] arguments) throws Exception {
        Server jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer(new TidemarkInitializer());
        context.addServlet(new ServletHolder(new OnJetty()), "/agent/*");
        jetty.setHandler(context);
        jetty.start();
        visit("jetty", connector.getLocalPort());
        jetty.stop();
        try (EmbeddedServer micronaut =
                ApplicationContext.run(EmbeddedServer.class, Map.of("micronaut.server.port", -1, "agent", true))) {
            visit("micronaut", micronaut.getPort());
        }
    }

    private static void visit(String server, int port) throws Exception {
        for (String headers : List.of("", HEADERS)) {
            try (RecordingTidemark tidemark = new RecordingTidemark()) {
                String response = send(port, headers);
                RequestEvent event = tidemark.request();
                System.out.println("RESULT " + server + " event=" + event.traceId() + " " + event.spanId() + "|"
                        + response.replaceAll(
                                "(?s).*(?i:X-Trace-ID): (\\w+).*\r\n\r\n(?:\\w+\r\n)?([^\r\n]+).*", "header=$1|$2"));
            }
        }
    }

    /** Not with a client that the agent would instrument: it would replace the headers. */
    private static String send(int port, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("GET /agent/1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String seen(List<String> traceparent, List<String> tracestate, List<String> baggage) {
        return "mdc=" + MDC.get("trace_id") + " " + MDC.get("span_id") + "|traceparent=" + traceparent + "|tracestate="
                + tracestate + "|baggage=" + baggage;
    }

    private static final class OnJetty extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream()
                    .print(seen(all(request, "traceparent"), all(request, "tracestate"), all(request, "baggage")));
        }

        private static List<String> all(HttpServletRequest request, String header) {
            return Collections.list(request.getHeaders(header));
        }
    }

    @Controller
    @Requires(property = "agent")
    static class OnMicronaut {
        @Get("/agent/{id}")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String order(String id, io.micronaut.http.HttpHeaders headers) {
            return seen(headers.getAll("traceparent"), headers.getAll("tracestate"), headers.getAll("baggage"));
        }
    }
}
