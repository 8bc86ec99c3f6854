package dev.tidemark.processor.sink;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Whether the sink of one topic works, and if not, why. Written by the sink's thread, read by any thread. */
final class SinkStatus {
    private final String name;
    private volatile @Nullable Problem problem =
            new Problem(System.nanoTime(), "no partitions were assigned and stored yet");

    SinkStatus(String name) {
        this.name = name;
    }

    private record Problem(long sinceNanos, String text) {}

    boolean isWorking() {
        return problem == null;
    }

    void works() {
        problem = null;
    }

    /** Records a failure; returns whether it worked before. */
    boolean fails(String what, Exception cause) {
        Problem before = problem;
        long since = before == null ? System.nanoTime() : before.sinceNanos();
        problem = new Problem(since, what + ": " + cause.getMessage());
        return before == null;
    }

    /** The reason why it does not work; null if it does. */
    @Nullable SinkStall stall() {
        Problem now = problem;
        return now == null
                ? null
                : new SinkStall(name, now.text(), Duration.ofNanos(System.nanoTime() - now.sinceNanos()));
    }

    /** Waits until {@code untilNanos}, in short steps, so that it notices a stop. */
    void waitUnlessStopped(BooleanSupplier stopped, long untilNanos) {
        while (!stopped.getAsBoolean()
                && untilNanos - System.nanoTime() > 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(Math.min(50_000_000, untilNanos - System.nanoTime()));
        }
    }
}
