package dev.tidemark.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.process.Binaries;
import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import dev.tidemark.embedded.process.JavaCommand;
import dev.tidemark.embedded.process.Signal;
import dev.tidemark.processor.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A processor in a child JVM; its state directory survives it. */
final class Processor implements AutoCloseable {
    private static final int LOG_LINES = 2_000;
    private static final Duration STOP = Duration.ofSeconds(60);
    /** The file that contains its instance id. */
    private static final String NAME = "instance-id";
    /** The file that RocksDB writes when a store is opened for the first time. */
    private static final PathMatcher WINDOWS =
            FileSystems.getDefault().getPathMatcher("glob:**/rocksdb/windows-store/CURRENT");

    private final Path folder;
    private final List<String> command;
    private final Failpoints failpoints;
    private @Nullable ChildProcess child;

    /** @param without mechanisms to disable; null for the real {@code Main}, which has no failpoints */
    Processor(Path folder, Map<String, String> settings, int heapMegabytes, @Nullable List<Mechanism> without) {
        this.folder = folder;
        this.failpoints = new Failpoints(folder.resolve("failpoints"));
        List<String> options = options(folder, settings, heapMegabytes);
        this.command =
                new ArrayList<>(JavaCommand.of(without == null ? Main.class : FaultyMain.class, Main.class, options));
        if (without != null) {
            command.add(folder.resolve("failpoints").toString());
            without.forEach(mechanism -> command.add(mechanism.name()));
        }
    }

    /** The processor of another version, which has no failpoints. It may take over the folder of one that was stopped. */
    Processor(Path jar, Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.failpoints = new Failpoints(folder.resolve("failpoints"));
        this.command = JavaCommand.of(jar, Main.class.getName(), options(folder, settings, 256));
    }

    private static List<String> options(Path folder, Map<String, String> settings, int heapMegabytes) {
        List<String> options = new ArrayList<>(JavaCommand.BRIEF);
        options.addAll(List.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dtidemark.state.dir=" + folder.resolve("state")));
        settings.forEach((name, value) -> options.add("-D" + name + "=" + value));
        return options;
    }

    Processor start() {
        child = ChildProcess.start(new Command("processor", command, Map.of(), folder.resolve("processor.log")));
        return this;
    }

    /** The last lines of its log. */
    String log() {
        return child().tail(LOG_LINES);
    }

    ChildProcess child() {
        return Objects.requireNonNull(child, "start() comes first");
    }

    Failpoints failpoints() {
        return failpoints;
    }

    /** Kills it with SIGKILL. */
    void kill() {
        child().kill();
    }

    /** Stops it with SIGTERM. */
    void stop() {
        if (!child().stop(Signal.TERM, STOP)) {
            throw new AssertionError(
                    "the processor did not stop within " + STOP + "; last lines:\n" + child().tail(40));
        }
    }

    /** Kills it where it is paused. */
    void killAt(String point) {
        failpoints.arm(point);
        failpoints.awaitReached(point);
        kill();
    }

    /** The directory of its windows. */
    Path state() {
        return folder.resolve("state");
    }

    /** Deletes all its state except the instance id, so that it returns as the same instance; it must not be running. */
    void loseState() throws IOException {
        List<Path> all;
        try (Stream<Path> inside = Files.list(state())) {
            all = inside.toList();
        }
        for (Path path : all) {
            if (!path.endsWith(NAME)) {
                Binaries.delete(path);
            }
        }
        assertThat(state()).isDirectoryContaining(path -> path.endsWith(NAME));
    }

    /** Whether its state directory contains windows. */
    boolean hasWindows() throws IOException {
        try (Stream<Path> inside = Files.walk(state())) {
            return inside.anyMatch(WINDOWS::matches);
        } catch (UncheckedIOException e) {
            // RocksDB creates and deletes files meanwhile.
            return false;
        }
    }

    @Override
    public void close() {
        if (child != null) {
            child.kill();
        }
    }
}
