package dev.tidemark.embedded.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.launch.Ports.Use;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.embedded.process.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** {@code up} as a separate process with its own process group, as in a terminal. */
final class UpProcess implements AutoCloseable {

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private UpProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    static UpProcess start(Path root, Path data, Ports ports, String... more) throws IOException {
        var command = new ArrayList<>(JavaCommand.of(Up.class, JavaCommand.BRIEF));
        command.addAll(List.of("--root", root.toString()));
        command.addAll(flags(data, ports, more));
        return start(command);
    }

    /** Starts {@code ./tidemark up} with the launcher script of a project. */
    static UpProcess startScript(Path project, Path data, Ports ports, String... more) throws IOException {
        var command = new ArrayList<>(List.of(project.resolve("tidemark").toString(), "up"));
        command.addAll(flags(data, ports, more));
        return start(command);
    }

    private static List<String> flags(Path data, Ports ports, String... more) {
        var flags = new ArrayList<>(List.of("--data", data.toString()));
        for (Use use : Use.values()) {
            flags.addAll(List.of(use.flag(), Integer.toString(ports.of(use))));
        }
        flags.addAll(List.of(more));
        return flags;
    }

    private static UpProcess start(List<String> command) throws IOException {
        var all = new ArrayList<>(List.of("setsid"));
        all.addAll(command);
        var builder = new ProcessBuilder(all).redirectErrorStream(true);
        builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        return new UpProcess(builder.start());
    }

    static Ports freePorts() {
        Ports ports = Ports.standard();
        for (Use use : Use.values()) {
            ports = ports.with(use, FreePorts.next());
        }
        return ports;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(output::add);
        } catch (IOException e) {
            // It ended.
        }
    }

    long pid() {
        return process.pid();
    }

    List<String> output() {
        return List.copyOf(output);
    }

    void awaitLine(String part) {
        Awaitility.await("a line with " + part)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> output.stream().anyMatch(line -> line.contains(part)) || !process.isAlive());
        assertThat(output).anySatisfy(line -> assertThat(line).contains(part));
    }

    /** All its descendants. */
    List<ProcessHandle> family() {
        return process.descendants().toList();
    }

    /** Sends a signal to the process group, like Ctrl-C in a terminal. */
    void signalGroup(String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + signal + " -" + process.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    void signal(String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(3, TimeUnit.MINUTES))
                .as("ended; it said %s", output)
                .isTrue();
        reader.join(Duration.ofSeconds(5));
        return process.exitValue();
    }

    @Override
    public void close() {
        family().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
