package dev.tidemark.embedded.launch;

import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import dev.tidemark.embedded.process.Signal;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One of our own applications, run as a component. */
final class ManagedApp implements ManagedProcess {

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final int TAIL_LINES = 30;

    private final Command command;
    private final String address;
    private final BooleanSupplier up;
    private final BooleanSupplier stuck;
    private volatile @Nullable ChildProcess child;

    /**
     * Makes a component; {@code up} checks whether it is up.
     *
     * @param address where it listens; empty if it does not listen
     * @param stuck checks whether it reports that only a restart helps
     */
    ManagedApp(Command command, String address, BooleanSupplier up, BooleanSupplier stuck) {
        this.command = command;
        this.address = address;
        this.up = up;
        this.stuck = stuck;
    }

    @Override
    public String name() {
        return command.name();
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public synchronized void start() {
        if (isAlive()) {
            return;
        }
        ChildProcess starting = ChildProcess.start(command);
        child = starting;
        long deadline = System.nanoTime() + START.toNanos();
        while (!(up.getAsBoolean() && starting.isAlive())) {
            if (!starting.isAlive()) {
                throw failed(starting, "ended with " + starting.exitStatus());
            }
            if (System.nanoTime() > deadline) {
                starting.kill();
                throw failed(starting, "was not up within " + START.toMinutes() + " min");
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                starting.kill();
                Thread.currentThread().interrupt();
                throw new LaunchException("interrupted while " + name() + " started", e);
            }
        }
    }

    private LaunchException failed(ChildProcess process, String how) {
        return new LaunchException(name() + " " + how + "; the end of its log " + command.log() + ":\n"
                + process.tail(TAIL_LINES).indent(2));
    }

    @Override
    public synchronized void stop() {
        ChildProcess running = child;
        if (running != null) {
            running.stop(Signal.TERM, STOP);
        }
    }

    @Override
    public boolean isAlive() {
        ChildProcess current = child;
        return current != null && current.isAlive();
    }

    @Override
    public boolean isStuck() {
        return isAlive() && stuck.getAsBoolean();
    }

    @Override
    public long pid() {
        ChildProcess current = child;
        if (current == null) {
            throw new IllegalStateException(name() + " is not running");
        }
        return current.pid();
    }

    @Override
    public String ending() {
        ChildProcess current = child;
        return current == null || current.isAlive() ? "runs" : "ended with " + current.exitStatus();
    }
}
