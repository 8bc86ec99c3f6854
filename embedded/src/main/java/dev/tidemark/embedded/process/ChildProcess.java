package dev.tidemark.embedded.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A child process that writes its output to a bounded log file. On Linux it has its own session, and the kernel kills it when this
 * JVM exits. Thread-safe.
 */
public final class ChildProcess implements ServerProcess {

    private static final Duration AFTER_KILL = Duration.ofSeconds(10);
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(1);

    private final Command command;
    private final Process process;
    private final Thread pump;

    private ChildProcess(Command command, Process process, Thread pump) {
        this.command = command;
        this.process = process;
        this.pump = pump;
    }

    /**
     * Starts the command with an empty standard input.
     *
     * @throws UncheckedIOException if the program cannot be run or the log's folder cannot be created
     */
    public static ChildProcess start(Command command) {
        return startAsIs(command.behind(LinuxTools.ownSessionAndDeath()));
    }

    private static ChildProcess startAsIs(Command command) {
        try {
            Path folder = command.log().toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            var builder = new ProcessBuilder(command.arguments()).redirectErrorStream(true);
            builder.environment().putAll(command.environment());
            Process process = Spawner.start(builder);
            process.getOutputStream().close();
            Thread pump = Thread.ofPlatform()
                    .daemon()
                    .name(command.name() + "-log")
                    .start(() -> pump(process.getInputStream(), command.log()));
            return new ChildProcess(command, process, pump);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.name() + ": " + e.getMessage(), e);
        }
    }

    /** The name in messages. */
    public String name() {
        return command.name();
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public int exitStatus() {
        return process.exitValue();
    }

    /** Completes with the exit status when the process ends. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    @Override
    public String tail(int lines) {
        if (!isAlive()) {
            try {
                pump.join(LAST_OUTPUT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return BoundedLog.tail(command.log(), lines);
    }

    @Override
    public boolean stop(Signal signal, Duration patience) {
        if (!isAlive()) {
            return true;
        }
        List<ProcessHandle> descendants = process.descendants().toList();
        send(signal);
        boolean orderly = await(patience);
        if (!orderly) {
            process.destroyForcibly();
            await(AFTER_KILL);
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
        return orderly;
    }

    /** Also ends the processes that it started. */
    @Override
    public void kill() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        await(AFTER_KILL);
    }

    /** Freezes the process with SIGSTOP: it keeps its connections but does not answer. */
    public void freeze() {
        sendByShell("STOP");
    }

    /** Continues the process after {@link #freeze()}; it does not notice the pause. */
    public void thaw() {
        sendByShell("CONT");
    }

    private void send(Signal signal) {
        switch (signal) {
            case TERM -> process.destroy();
            case KILL -> process.destroyForcibly();
            case INT, QUIT -> sendByShell(signal.name());
        }
    }

    /** Uses the shell's built-in {@code kill}: a slim system has no such program, and Java can send only TERM and KILL. */
    private void sendByShell(String signal) {
        try {
            var shell = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid()).start();
            shell.waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the process to end; returns whether it ended in time. */
    public boolean await(Duration bound) {
        try {
            return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !isAlive();
        }
    }

    private static void pump(InputStream output, Path log) {
        try (output) {
            try {
                BoundedLog.pump(output, log, BoundedLog.DEFAULT_LIMIT);
            } catch (IOException e) {
                // If the disk is full, keep draining the pipe, so that the child does not block.
                output.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            // The stream was closed because the process ended.
        }
    }
}
