package dev.tidemark.ingest.contract;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.TidemarkHandle;
import dev.tidemark.ingest.trace.Traced;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** The JDK's HTTP server, with the filter that docs/filter/other-servers.md shows. */
@Tag("java17")
class JdkServerContractTest extends HttpServerContract {
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final TidemarkHandle handle = Tidemark.acquire();
    private @Nullable HttpServer server;

    @Override
    protected URI start() throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.setExecutor(threads);
        context(started, "/", null, exchange -> answer(exchange, 404, "nothing"));
        context(started, "/orders", "/orders", exchange -> answer(exchange, 201, "made"));
        context(
                started,
                "/orders/",
                "/orders/{id}",
                exchange -> answer(
                        exchange, exchange.getRequestMethod().equals("DELETE") ? 405 : 200, "order " + id(exchange)));
        context(started, "/broken/", "/broken/{id}", exchange -> {
            throw new IllegalStateException("broken");
        });
        context(started, "/later/", "/later/{id}", exchange -> {
            pause();
            answer(exchange, 200, "later");
        });
        context(started, "/later-broken/", "/later-broken/{id}", exchange -> {
            pause();
            throw new IllegalStateException("broken");
        });
        context(started, "/mdc", "/mdc", exchange -> {
            exchange.getRequestBody().readAllBytes();
            answer(exchange, 200, Threads.seen());
        });
        context(started, "/mdc/", "/mdc/{id}", exchange -> answer(exchange, 200, Threads.seen()));
        context(started, "/mdc-threads/", "/mdc-threads/{id}", exchange -> answer(exchange, 200, seenOn(id(exchange))));
        context(started, "/streamed/", "/streamed/{id}", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < PARTS; i++) {
                exchange.getResponseBody().write(PART.getBytes(StandardCharsets.UTF_8));
            }
            exchange.close();
        });
        context(started, "/events/", "/events/{id}", exchange -> {
            begin(exchange, "text/event-stream");
            exchange.getResponseBody().write("data:1\n\ndata:2\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        context(started, "/endless/", "/endless/{id}", exchange -> goOn(exchange, "text/event-stream"));
        context(started, "/download/", "/download/{id}", exchange -> goOn(exchange, "application/octet-stream"));
        context(started, "/poll/", "/poll/{id}", exchange -> {
            if (exchange.getAttribute(ServerRequest.ATTRIBUTE) instanceof ServerRequest request) {
                request.markStream();
            }
            answer(exchange, 200, "polled");
        });
        context(started, "/health", "/health", exchange -> answer(exchange, 200, "up"));
        context(started, "/actuator", "/actuator", exchange -> answer(exchange, 200, "up"));
        started.start();
        server = started;
        return URI.create("http://127.0.0.1:" + started.getAddress().getPort());
    }

    @Override
    protected List<String> threads() {
        return Runtime.version().feature() < 21
                ? List.of("future", "callable", "own")
                : List.of("future", "callable", "own", "virtual");
    }

    @Override
    protected boolean handlesExceptions() {
        return false;
    }

    private static String seenOn(String kind) {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Runnable task = () -> seen.complete(Threads.seen());
        switch (kind) {
            case "future" -> {
                return CompletableFuture.supplyAsync(Traced.supplier(Threads::seen), Threads.WORKER)
                        .join();
            }
            case "callable" ->
                Threads.WORKER.execute(new FutureTask<>(Traced.callable(() -> seen.complete(Threads.seen()))));
            case "own" -> Traced.executor(Threads.WORKER).execute(task);
            default -> startVirtual(Traced.runnable(task));
        }
        return seen.join();
    }

    /** Java 17 does not have the method. */
    private static void startVirtual(Runnable task) {
        try {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected boolean hasWebSockets() {
        return false;
    }

    @Override
    protected void stop() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdown();
        handle.close();
    }

    private void context(
            HttpServer started, String path, @Nullable String route, com.sun.net.httpserver.HttpHandler handler) {
        HttpContext context = started.createContext(path, handler);
        context.getFilters().add(new MeasuringFilter(handle, route));
    }

    private static String id(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void pause() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LATER_MILLIS);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void begin(HttpExchange exchange, String contentType) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(200, 0);
    }

    private static void goOn(HttpExchange exchange, String contentType) throws IOException {
        begin(exchange, contentType);
        while (true) {
            exchange.getResponseBody().write(ServletShop.CHUNK);
            exchange.getResponseBody().flush();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
