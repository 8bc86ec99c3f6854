package dev.tidemark.processor;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.embedded.process.JavaCommand;
import dev.tidemark.processor.sink.postgres.PostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A complete processor in a child JVM; its state directory can be reused by the next one. */
final class ProcessorProcess implements AutoCloseable {
    static final int NOT_LISTENING = 0;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final int port;
    private boolean wasReady;

    private ProcessorProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    static ProcessorProcess start(
            KafkaBroker kafka, PostgresSettings postgres, Path folder, Map<String, String> settings) {
        int port = FreePorts.next();
        List<String> options = options(kafka, postgres, folder, port, settings);
        return run(JavaCommand.archiving(Main.class, options), folder, port);
    }

    /** One that ends by itself: the archive of its classes would have only a few. */
    static ProcessorProcess startInVain(
            KafkaBroker kafka, PostgresSettings postgres, Path folder, Map<String, String> settings) {
        List<String> options = options(kafka, postgres, folder, NOT_LISTENING, settings);
        return run(JavaCommand.of(Main.class, Main.class, options), folder, NOT_LISTENING);
    }

    private static List<String> options(
            KafkaBroker kafka, PostgresSettings postgres, Path folder, int port, Map<String, String> settings) {
        List<String> options = new ArrayList<>(JavaCommand.BRIEF);
        options.addAll(List.of(
                "-Xmx256m",
                "-Dtidemark.kafka.bootstrap.servers=" + kafka.bootstrapServers(),
                "-Dtidemark.postgres.url=" + postgres.url(),
                "-Dtidemark.postgres.user=" + postgres.user(),
                "-Dtidemark.postgres.password=" + postgres.password(),
                "-Dtidemark.state.dir=" + folder,
                "-Dtidemark.commit.interval=200ms",
                "-Dtidemark.sink.batch.interval=50ms",
                "-Dtidemark.sink.retry.max=500ms",
                "-Dtidemark.processor.http.port=" + port));
        settings.forEach((name, value) -> options.add("-D" + name + "=" + value));
        return options;
    }

    private static ProcessorProcess run(List<String> command, Path folder, int port) {
        Path log = folder.resolveSibling(folder.getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            return new ProcessorProcess(builder.start(), log, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Status and body; status 0 while nothing listens. */
    Answer get(String path) {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Answer(NOT_LISTENING, "");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    record Answer(int status, String body) {}

    void awaitReady() {
        Awaitility.await("ready; its log is " + log)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get("/health/ready").status() == 200 || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("the processor has ended: " + output());
        }
        wasReady = true;
    }

    /** The sum of a metric's values whose labels contain all of {@code labels}; -1 if there are none. */
    double metric(String name, String... labels) {
        List<String> found = get("/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .toList();
        return found.isEmpty()
                ? -1
                : found.stream()
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the processor did not exit: " + output());
        }
        return process.exitValue();
    }

    /** Kills the process with SIGKILL. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** A processor that ends normally writes the archive of its classes, which spares the next ones half of their start. */
    @Override
    public void close() {
        if (wasReady && !JavaCommand.isArchived(Main.class)) {
            process.destroy();
            process.onExit()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .handle((done, tooLate) -> done)
                    .join();
        }
        kill();
    }
}
