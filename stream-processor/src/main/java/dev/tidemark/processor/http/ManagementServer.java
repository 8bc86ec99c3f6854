package dev.tidemark.processor.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.metrics.PrometheusExporter;
import dev.tidemark.processor.health.Health;
import dev.tidemark.processor.health.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves {@code GET /prometheus}, {@code /health/live} and {@code /health/ready}. The health endpoints answer 503 while
 * the processor is not live or not ready, and list each problem with its start. Listens until it is closed.
 * Thread-safe.
 */
public final class ManagementServer implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final int BACKLOG = 16;

    private final PrometheusExporter metrics;
    private final Health health;
    private final HostCheck hosts;
    private final HttpServer server;
    /** One virtual thread per exchange: a client that stalls blocks only its own thread. */
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("http-", 0).factory());

    /** @throws IOException if the address cannot be listened on; the message names the settings */
    public ManagementServer(HttpSettings settings, PrometheusExporter metrics, Health health) throws IOException {
        this.metrics = metrics;
        this.health = health;
        this.hosts = new HostCheck(settings.hosts());
        this.server = listen(settings);
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    private static HttpServer listen(HttpSettings settings) throws IOException {
        try {
            InetAddress address = InetAddress.getByName(settings.host());
            return HttpServer.create(new InetSocketAddress(address, settings.port()), BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + " (" + e.getMessage()
                            + "): expected a free port and an address of this machine; tidemark.processor.http.port and"
                            + " tidemark.processor.http.host choose others",
                    e);
        }
    }

    /** The address that it listens on. */
    InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (hosts.refuses(exchange)) {
                return;
            }
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, "text/plain", new byte[0]);
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/prometheus" -> metrics(exchange);
                case "/health/live" -> health(exchange, "live", health.notLive());
                case "/health/ready" -> health(exchange, "ready", health.notReady());
                default -> send(exchange, 404, "text/plain", new byte[0]);
            }
        }
    }

    private void metrics(HttpExchange exchange) throws IOException {
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        metrics.write(accept, body);
        send(exchange, 200, metrics.contentType(accept), body.toByteArray());
    }

    private static void health(HttpExchange exchange, String state, List<Problem> problems) throws IOException {
        boolean well = problems.isEmpty();
        send(exchange, well ? 200 : 503, JSON, HealthJson.of(well ? state : "not_" + state, problems));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
