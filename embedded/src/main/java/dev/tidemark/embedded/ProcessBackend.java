package dev.tidemark.embedded;

import dev.tidemark.embedded.containers.ContainerServer;
import dev.tidemark.embedded.containers.ContainerSpec;
import dev.tidemark.embedded.process.BoundedLog;
import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.embedded.process.ServerProcess;
import dev.tidemark.embedded.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Common to the three servers: starting with a time limit and stopping, either as a child process with one folder or, if
 * {@link BackendSource} chooses so, in a container.
 */
abstract class ProcessBackend implements Backend {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int TAIL_LINES = 30;

    private final String name;
    private final DataDirectory directory;
    private final int port;
    private final BackendSource source;
    private @Nullable ServerProcess child;
    private volatile @Nullable ContainerServer container;

    ProcessBackend(String name, DataDirectory directory, int port) {
        this.name = name;
        this.directory = directory;
        this.port = port == 0 ? FreePorts.next() : port;
        this.source = directory.temporary() == null ? BackendSource.PROCESSES : BackendSource.chosen();
    }

    /** Prepares the folder and returns the command; called before each start. */
    abstract List<String> prepare() throws IOException;

    /** The container to run. */
    abstract ContainerSpec container();

    /** The container, if there is one and it was started. */
    final Optional<ContainerServer> inContainer() {
        return Optional.ofNullable(container);
    }

    /** Returns whether the server answers. */
    abstract boolean answers();

    /** Called after each start, once the server answers. */
    void started() {}

    /** The signal for a graceful stop that does not wait for clients. */
    Signal stopSignal() {
        return Signal.TERM;
    }

    /** The signal for the fastest stop; used if the data is no longer needed. */
    Signal discardSignal() {
        return Signal.KILL;
    }

    /** How long a graceful stop may take. */
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
        requireProcess("log");
        return directory.log();
    }

    @Override
    public final synchronized boolean isAlive() {
        return child != null && child.isAlive();
    }

    @Override
    public final synchronized long pid() {
        requireProcess("process id");
        if (child instanceof ChildProcess current && current.isAlive()) {
            return current.pid();
        }
        throw new IllegalStateException(name + " is not running");
    }

    private void requireProcess(String what) {
        if (source == BackendSource.CONTAINERS) {
            throw new UnsupportedOperationException(
                    name + " runs in a container: its " + what + " is not on this machine");
        }
    }

    @Override
    public final synchronized void start() {
        if (isAlive()) {
            return;
        }
        if (!FreePorts.isFree(port)) {
            throw new BackendException(name + " cannot start: port " + port + " is in use");
        }
        ServerProcess starting = launch();
        child = starting;
        long deadline = System.nanoTime() + START.toNanos();
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

    private ServerProcess launch() {
        return source == BackendSource.CONTAINERS ? launchContainer() : launchProcess();
    }

    private ServerProcess launchContainer() {
        try {
            ContainerServer server = container == null ? new ContainerServer(container()) : container;
            server.start();
            container = server;
            return server;
        } catch (NoClassDefFoundError e) {
            throw new BackendException(
                    BackendSource.VARIABLE + "=containers: org.testcontainers:testcontainers is not on the class path",
                    e);
        } catch (IOException e) {
            throw new BackendException(
                    name + " cannot start in a container (" + BackendSource.VARIABLE + "=containers): "
                            + e.getMessage(),
                    e);
        }
    }

    private ServerProcess launchProcess() {
        try {
            Files.createDirectories(folder());
            return ChildProcess.start(new Command(name, prepare(), Map.of(), log()));
        } catch (IOException e) {
            throw new BackendException(name + " cannot start in " + folder() + ": " + e.getMessage(), e);
        }
    }

    private BackendException failed(String how) {
        ServerProcess dead = child;
        String tail = dead == null ? BoundedLog.tail(directory.log(), TAIL_LINES) : dead.tail(TAIL_LINES);
        String where = source == BackendSource.CONTAINERS ? "" : " " + directory.log();
        return new BackendException(
                name + " on port " + port + " " + how + "; the end of its log" + where + ":\n" + tail.indent(2));
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
            if (container != null) {
                container.close();
            } else {
                stop(discardSignal());
            }
            directory.deleteTemporary();
        } else {
            stop();
        }
    }
}
