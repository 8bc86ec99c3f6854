package dev.tidemark.embedded.launch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps one component running: restarts it, after a growing pause, whenever it ends by itself. */
final class RestartMonitor {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int LOOKS_PER_QUESTION = 20;

    private final ManagedProcess process;
    private final PidRecords records;
    private final Progress progress;
    private final RestartBackoff backoff = new RestartBackoff();

    private int looks;
    private boolean held;
    private boolean ended;
    private @Nullable Thread thread;

    RestartMonitor(ManagedProcess process, PidRecords records, Progress progress) {
        this.process = process;
        this.records = records;
        this.progress = progress;
    }

    String name() {
        return process.name();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The first start; the caller reports a failure. */
    void start() {
        long begin = System.nanoTime();
        startProcess();
        progress.up(process, Duration.ofNanos(System.nanoTime() - begin));
        synchronized (this) {
            if (!ended) {
                thread = Thread.ofPlatform().daemon().name(name() + "-monitor").start(this::keep);
            }
        }
    }

    private void startProcess() {
        synchronized (this) {
            if (ended) {
                throw new LaunchException(name() + " is not started: everything is being stopped");
            }
        }
        process.start();
        records.write(name(), process.pid());
        synchronized (this) {
            backoff.up(System.nanoTime());
        }
    }

    private void keep() {
        try {
            while (!hasEnded()) {
                Thread.sleep(LOOK);
                endIfStuck();
                if (mustRestart()) {
                    restart();
                }
            }
        } catch (InterruptedException e) {
            // end() was called.
        }
    }

    /** Checked only now and then, because each check costs a request. */
    private void endIfStuck() {
        if (++looks % LOOKS_PER_QUESTION != 0 || !mayRun() || !process.isStuck()) {
            return;
        }
        progress.say(name() + " reports that only a restart helps");
        process.stop();
    }

    private synchronized boolean mayRun() {
        return !ended && !held;
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    private synchronized boolean mustRestart() {
        return !ended && !held && !process.isAlive();
    }

    private void restart() throws InterruptedException {
        // Pause before the message: if everything is being stopped, the pause is interrupted, and nothing is printed.
        Thread.sleep(nextPause());
        if (!mustRestart()) {
            return;
        }
        progress.say(name() + " " + process.ending() + ", restarting");
        try {
            startProcess();
            progress.say(name() + " is up again");
        } catch (RuntimeException e) {
            if (!hasEnded()) {
                progress.say(name() + " did not come up: " + firstLine(e));
            }
        }
    }

    private synchronized Duration nextPause() {
        return backoff.next(System.nanoTime());
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** Stops the component until {@link #release()}. */
    void hold() {
        synchronized (this) {
            held = true;
        }
        process.stop();
    }

    /** Starts the component again after {@link #hold()}; otherwise does nothing. */
    void release() {
        synchronized (this) {
            if (!held) {
                return;
            }
        }
        startProcess();
        synchronized (this) {
            held = false;
        }
    }

    /** Stops the component permanently, even while it is starting. */
    void end() {
        synchronized (this) {
            ended = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
        process.stop();
        records.remove(name());
    }
}
