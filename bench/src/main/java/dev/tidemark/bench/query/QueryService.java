package dev.tidemark.bench.query;

import dev.tidemark.bench.measure.TemporaryFolder;
import dev.tidemark.bench.measure.Waiting;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.RedisServer;
import dev.tidemark.embedded.RedisSettings;
import dev.tidemark.embedded.launch.JavaApp;
import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.embedded.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The query service in a JVM of its own, with the heap and the flags that {@code ./tidemark up} gives it, and a Redis. */
final class QueryService implements AutoCloseable {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final RedisServer redis;
    private final ChildProcess process;
    private final String base;

    QueryService(TemporaryFolder folder, String jdbcUrl) {
        // What it costs to watch is another question.
        this(folder, jdbcUrl, Map.of("TIDEMARK_COLLECTOR_ENABLED", "false"));
    }

    /** @param settings further settings */
    QueryService(TemporaryFolder folder, String jdbcUrl, Map<String, String> settings) {
        int port = FreePorts.next();
        String name = "query-service-" + port;
        redis = new RedisServer(
                RedisSettings.fixed(folder.resolve(name + "-redis"), folder.resolve(name + "-redis.log"), 0));
        redis.start();
        base = "http://127.0.0.1:" + port;
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("TIDEMARK_HTTP_PORT", Integer.toString(port));
        environment.put("TIDEMARK_POSTGRES_URL", jdbcUrl);
        environment.put("TIDEMARK_POSTGRES_USER", PostgresServer.USER);
        environment.put("TIDEMARK_POSTGRES_PASSWORD", PostgresServer.USER);
        environment.put("TIDEMARK_REDIS_URI", redis.uri().toString());
        process = ChildProcess.start(new Command(
                "query-service", JavaApp.QUERY_SERVICE.command(root()), environment, folder.resolve(name + ".log")));
        Waiting.until(this::isUp);
    }

    /** The project: this program is in {@code bench/target} of it. */
    private static Path root() {
        try {
            Path program = Path.of(QueryService.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return program.resolve("../../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isUp() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the query service ended: " + process.tail(20));
        }
        try {
            return status("/health") == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks and reads the answer, which must be 200; the nanoseconds until it was there. */
    long nanos(String path) {
        long begin = System.nanoTime();
        try {
            int status = status(path);
            if (status != 200) {
                throw new IllegalStateException(path + " answered " + status);
            }
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        }
        return System.nanoTime() - begin;
    }

    /** The address of its Redis. */
    URI redis() {
        return redis.uri();
    }

    /** Asks and returns the answer. */
    String text(String path) {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(base + path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private int status(String path) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        process.stop(Signal.TERM, Duration.ofSeconds(15));
        redis.close();
    }
}
