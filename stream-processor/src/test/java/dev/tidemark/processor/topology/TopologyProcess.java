package dev.tidemark.processor.topology;

import dev.tidemark.embedded.process.JavaCommand;
import dev.tidemark.processor.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link TopologyMain} in a child JVM that can be killed and restarted with its state. */
final class TopologyProcess implements AutoCloseable {
    private final List<String> command;
    private final Path log;
    private @Nullable Process process;

    TopologyProcess(String bootstrapServers, Path folder, Map<String, String> settings, String... arguments) {
        this.log = folder.resolveSibling(folder.getFileName() + ".log");
        List<String> options = new ArrayList<>(JavaCommand.BRIEF);
        options.addAll(List.of(
                "-Xmx256m",
                "-Dtidemark.kafka.bootstrap.servers=" + bootstrapServers,
                "-Dtidemark.state.dir=" + folder));
        settings.forEach((name, value) -> options.add("-D" + name + "=" + value));
        this.command = new ArrayList<>(JavaCommand.of(TopologyMain.class, Main.class, options));
        command.addAll(List.of(arguments));
    }

    void start() {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it with SIGKILL. */
    void kill() {
        end(true);
    }

    /** Stops it with SIGTERM. */
    void stop() {
        end(false);
    }

    private void end(boolean atOnce) {
        Process running = process;
        if (running == null) {
            return;
        }
        if (atOnce) {
            running.destroyForcibly();
        } else {
            running.destroy();
        }
        try {
            if (!running.waitFor(60, TimeUnit.SECONDS)) {
                running.destroyForcibly();
                throw new AssertionError("the processor did not stop; see " + log);
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    @Override
    public void close() {
        kill();
    }
}
