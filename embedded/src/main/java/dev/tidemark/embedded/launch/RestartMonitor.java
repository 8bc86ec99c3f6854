package dev.tidemark.embedded.launch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps one component running: starts it again, after a pause that grows, whenever it ends by itself. */
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

    /** The first start: its failure is the caller's to report. */
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

    /** Asked now and then only: asking costs a request. */
    private void endIfStuck() {
        if (++looks % LOOKS_PER_QUESTION != 0 || !mayRun() || !process.isStuck()) {
            return;
        }
        progress.say(name() + " says that only a restart helps");
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
        // First the pause: when everything is being stopped, that is known by its end, and nothing is said.
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

    /** Stops it and leaves it so until {@link #release()}. */
    void hold() {
        synchronized (this) {
            held = true;
        }
        process.stop();
    }

    /** Ends a {@link #hold()}; does nothing if there was none. */
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

    /** Stops it for good, even while it starts. */
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
