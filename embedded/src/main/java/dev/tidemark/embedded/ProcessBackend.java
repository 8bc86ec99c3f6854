package dev.tidemark.embedded;

import dev.tidemark.embedded.process.BoundedLog;
import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.embedded.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the three servers have in common: one child process over one folder, a bounded start and an orderly end. */
abstract class ProcessBackend implements Backend {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int TAIL_LINES = 30;

    private final String name;
    private final DataDirectory directory;
    private final int port;
    private @Nullable ChildProcess child;

    ProcessBackend(String name, DataDirectory directory, int port) {
        this.name = name;
        this.directory = directory;
        this.port = port == 0 ? FreePorts.next() : port;
    }

    /** Makes the folder ready and says what to run; called before each start. */
    abstract List<String> prepare() throws IOException;

    /** Variables for the child on top of this JVM's own. */
    Map<String, String> environment() {
        return Map.of();
    }

    /** Whether the child answers by now. */
    abstract boolean answers();

    /** Called once after each start, when it answers. */
    void started() {}

    /** The signal that stops it in order, without waiting for its clients. */
    Signal stopSignal() {
        return Signal.TERM;
    }

    /** The signal that ends it quickest when nobody will read its data again. */
    Signal discardSignal() {
        return Signal.KILL;
    }

    /** How long an orderly stop may take. */
    abstract Duration stopPatience();

    final Path folder() {
        return directory.folder();
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public final int port() {
        return port;
    }

    @Override
    public final Path log() {
        return directory.log();
    }

    @Override
    public final synchronized boolean isAlive() {
        return child != null && child.isAlive();
    }

    @Override
    public final synchronized long pid() {
        ChildProcess current = child;
        if (current == null || !current.isAlive()) {
            throw new IllegalStateException(name + " does not run");
        }
        return current.pid();
    }

    @Override
    public final synchronized void start() {
        if (isAlive()) {
            return;
        }
        long deadline = System.nanoTime() + START.toNanos();
        if (!FreePorts.isFree(port)) {
            throw new BackendException(name + " cannot start: port " + port + " is in use");
        }
        ChildProcess starting = launch();
        child = starting;
        while (!(answers() && starting.isAlive())) {
            if (!starting.isAlive()) {
                throw failed("ended with " + starting.exitStatus());
            }
            if (System.nanoTime() > deadline) {
                starting.kill();
                throw failed("did not answer within " + START.toSeconds() + " s");
            }
            pause();
        }
        started();
    }

    private ChildProcess launch() {
        try {
            Files.createDirectories(folder());
            return ChildProcess.start(new Command(name, prepare(), environment(), log()));
        } catch (IOException e) {
            throw new BackendException(name + " cannot start in " + folder() + ": " + e.getMessage(), e);
        }
    }

    private BackendException failed(String how) {
        ChildProcess dead = child;
        String tail = dead == null ? BoundedLog.tail(log(), TAIL_LINES) : dead.tail(TAIL_LINES);
        return new BackendException(
                name + " on port " + port + " " + how + "; the end of its log " + log() + ":\n" + tail.indent(2));
    }

    private void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
            throw new BackendException("interrupted while " + name + " started", e);
        }
    }

    @Override
    public final void stop() {
        stop(stopSignal());
    }

    final synchronized void stop(Signal signal) {
        if (child != null) {
            child.stop(signal, stopPatience());
        }
    }

    @Override
    public final synchronized void kill() {
        if (child != null) {
            child.kill();
        }
    }

    @Override
    public final synchronized void close() {
        if (directory.temporary() != null) {
            stop(discardSignal());
            directory.deleteTemporary();
        } else {
            stop();
        }
    }
}
