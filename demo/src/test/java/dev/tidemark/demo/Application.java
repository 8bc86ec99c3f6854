package dev.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import dev.tidemark.embedded.process.JavaCommand;
import dev.tidemark.embedded.process.Signal;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One of the demo's programs in a separate JVM, with its documented heap size and without this JVM's test classes.
 */
final class Application implements AutoCloseable {

    private final ChildProcess process;
    private final URI address;
    private final boolean archiving;

    private Application(ChildProcess process, URI address, boolean archiving) {
        this.process = process;
        this.address = address;
        this.archiving = archiving;
    }

    static Application start(Class<?> main, int port, Map<String, String> environment, Path logs) {
        return start(main, port, environment, logs, false);
    }

    /** @param archiving whether {@link #close} lets it write the archive of its classes, from which the next ones start */
    static Application start(Class<?> main, int port, Map<String, String> environment, Path logs, boolean archiving) {
        var all = new HashMap<>(environment);
        all.put("TIDEMARK_HTTP_PORT", Integer.toString(port));
        var options = new ArrayList<>(JavaCommand.BRIEF);
        options.addAll(List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError"));
        String name = main.getSimpleName();
        boolean writes = archiving && !JavaCommand.isArchived(main);
        List<String> command = writes ? JavaCommand.archiving(main, options) : JavaCommand.of(main, options);
        return new Application(
                ChildProcess.start(new Command(name, command, all, logs.resolve(name + ".log"))),
                URI.create("http://127.0.0.1:" + port),
                writes);
    }

    /** Waits until it answers. */
    Application awaitHealth(String expected) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    assertThat(process.isAlive())
                            .as(() -> process.name() + " ended with " + process.exitStatus() + ": " + log())
                            .isTrue();
                    assertThat(health()).as(this::log).contains(expected);
                });
        return this;
    }

    String health() {
        try {
            return get("/health").body();
        } catch (UncheckedIOException e) {
            return e.toString();
        }
    }

    Answer get(String path) {
        return Answer.get(at(path));
    }

    Answer post(String path, String json) {
        return Answer.post(at(path), json);
    }

    Answer put(String path) {
        return Answer.to("PUT", at(path), "", Map.of());
    }

    Answer delete(String path) {
        return Answer.to("DELETE", at(path), "", Map.of());
    }

    URI at(String path) {
        return address.resolve(path);
    }

    /** Waits until its log contains these texts; a line may be written after the response it belongs to. */
    void awaitLog(String... expected) {
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(log()).contains(expected));
    }

    /** The end of its log. */
    String log() {
        return process.tail(400);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to stop; false if it had to be killed. */
    boolean stop(Duration patience) {
        return process.stop(Signal.TERM, patience);
    }

    @Override
    public void close() {
        if (archiving) {
            stop(Duration.ofSeconds(60));
        }
        process.kill();
    }
}
