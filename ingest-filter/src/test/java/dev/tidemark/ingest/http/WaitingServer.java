package dev.tidemark.ingest.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service that answers after a time that is known. Paths below /missing are not found. */
public final class WaitingServer implements AutoCloseable {
    public static final long WAIT_MILLIS = 150;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, List<String>> headers = new ConcurrentHashMap<>();
    private final HttpServer server;

    public WaitingServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        headers.clear();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), List.copyOf(values)));
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        byte[] body = "17".getBytes(StandardCharsets.UTF_8);
        boolean missing = exchange.getRequestURI().getPath().startsWith("/missing");
        exchange.sendResponseHeaders(missing ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** All values of a header of the last request. */
    public List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
