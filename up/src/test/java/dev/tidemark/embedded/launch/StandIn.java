package dev.tidemark.embedded.launch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.embedded.process.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Stands in for one of the applications, with only the behaviour that the supervisor can observe. */
public final class StandIn {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private StandIn() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println(arguments[0] + " begins");
        switch (arguments[0]) {
            case "stream-processor" -> {
                processor();
                declareTopics();
            }
            case "query-service" -> queryService();
            case "inventory", "shop" -> demoService();
            case "traffic" -> traffic();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        new CountDownLatch(1).await();
    }

    private static void declareTopics() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", environment("TIDEMARK_KAFKA_BOOTSTRAP_SERVERS")))) {
            if (!admin.listTopics().names().get().contains("tidemark.requests.v1")) {
                admin.createTopics(List.of(new NewTopic("tidemark.requests.v1", 1, (short) 1)))
                        .all()
                        .get();
            }
        }
    }

    /** Reports that it is live, until {@code /break} is requested. */
    private static void processor() throws IOException {
        var broken = new AtomicBoolean();
        HttpServer server = server("TIDEMARK_PROCESSOR_HTTP_PORT");
        server.createContext("/health", exchange -> answer(exchange, broken.get() ? 503 : 200, "{}"));
        server.createContext("/break", exchange -> {
            broken.set(true);
            answer(exchange, "");
        });
        server.start();
    }

    /** Reports one more request each time, starting with 0. */
    private static void queryService() throws IOException {
        var count = new AtomicLong();
        HttpServer server = server();
        server.createContext("/health", exchange -> answer(exchange, "{}"));
        server.createContext(
                "/api/monitoring/summary",
                exchange -> answer(exchange, "{\"api\":{\"request_count\":" + count.getAndIncrement() + "}}"));
        server.start();
    }

    private static void demoService() throws IOException {
        var faults = new TreeSet<String>();
        HttpServer server = server();
        server.createContext("/faults", exchange -> {
            String path = exchange.getRequestURI().getPath();
            switch (exchange.getRequestMethod()) {
                case "PUT" -> faults.add(path.substring("/faults/".length()));
                case "DELETE" -> faults.clear();
                default -> {}
            }
            answer(exchange, faults.toString());
        });
        server.start();
    }

    private static void traffic() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(environment("SHOP_URL") + "/"))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        Thread.ofPlatform().start(() -> {
            while (true) {
                LockSupport.parkNanos(PAUSE.toNanos());
                try {
                    client.send(request, HttpResponse.BodyHandlers.discarding());
                } catch (IOException e) {
                    // The shop may start later or be restarted.
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
    }

    private static HttpServer server() throws IOException {
        return server("TIDEMARK_HTTP_PORT");
    }

    private static HttpServer server(String variable) throws IOException {
        int port = Integer.parseInt(environment(variable));
        return HttpServer.create(FreePorts.onLoopback(port), 0);
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        answer(exchange, 200, body);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String environment(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set");
        }
        return value;
    }
}
