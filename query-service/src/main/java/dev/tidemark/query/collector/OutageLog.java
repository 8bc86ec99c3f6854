package dev.tidemark.query.collector;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Writes one line when something has failed for a while, and one when it works again: while everything starts, a part may come later than
 * another. Thread-safe.
 */
final class OutageLog {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** After one outage, the next line waits at least this long. */
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Logger log;
    private final String away;
    private final String back;
    private final LongSupplier nanos;
    private @Nullable Long failingSince;
    private @Nullable Long quietSince;
    private boolean told;

    OutageLog(Logger log, String away, String back) {
        this(log, away, back, System::nanoTime);
    }

    /** @param nanos a clock in nanoseconds */
    OutageLog(Logger log, String away, String back, LongSupplier nanos) {
        this.log = log;
        this.away = away;
        this.back = back;
        this.nanos = nanos;
    }

    synchronized void failed(String reason) {
        long now = nanos.getAsLong();
        Long since = failingSince == null ? now : failingSince;
        failingSince = since;
        Long quiet = quietSince;
        if (!told && now - since >= PATIENCE_NANOS && (quiet == null || now - quiet >= QUIET_NANOS)) {
            told = true;
            log.warn("{}: {}", away, reason);
        }
    }

    synchronized void succeeded() {
        succeeded("");
    }

    /** @param loss what the outage cost; empty for nothing to tell */
    synchronized void succeeded(String loss) {
        failingSince = null;
        if (told) {
            told = false;
            quietSince = nanos.getAsLong();
            log.info("{}{}", back, loss);
        }
    }

    synchronized boolean hasFailedFor(Duration duration) {
        Long since = failingSince;
        return since != null && nanos.getAsLong() - since >= duration.toNanos();
    }

    synchronized boolean isFailing() {
        return failingSince != null;
    }
}
