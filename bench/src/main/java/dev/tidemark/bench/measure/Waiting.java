package dev.tidemark.bench.measure;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition. */
public final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long STEP_NANOS = 1_000_000;

    private Waiting() {}

    /** Returns {@link System#nanoTime()} once {@code condition} holds; throws if it does not within two minutes. */
    public static long until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("not within " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        return System.nanoTime();
    }
}
