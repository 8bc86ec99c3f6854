package dev.tidemark.ingest.delivery;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the application's log of the first delivery, that Kafka is away, and that it is back: one line each. Kafka is away if something waits
 * for it and nothing was answered for a while, whatever the reason. Drops are part of these lines; outside of an outage
 * they have their own. For the sender's thread, except {@link #failed}.
 */
final class OutageWatch {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How long a line about the return may wait for the drops to end. */
    private static final long RETURN_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** After one outage, the next line waits at least this long. */
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** A reading of what the filter has sent. */
    record Progress(Counters counters, long answers, boolean waiting) {}

    private enum State {
        ANSWERING,
        AWAY,
        RETURNING
    }

    private final String servers;
    private final long patience;
    private final Supplier<Progress> progress;
    private final Function<String, String> diagnosis;
    private final LongSupplier clock;
    private final ApplicationLog log;
    private final DropWatch drops;
    private volatile @Nullable Throwable failure;
    private State state = State.ANSWERING;
    private boolean delivered;
    private long lookedAt;
    private long answeredAt;
    private long answers;
    private long returnedAt;
    private long dropped;
    private long quietUntil;

    /**
     * @param patience how long nothing may be answered
     * @param diagnosis says why the servers may be unreachable, if no failure has said so; may take a second
     * @param clock in nanoseconds
     */
    OutageWatch(
            String servers,
            Duration patience,
            Supplier<Progress> progress,
            Function<String, String> diagnosis,
            LongSupplier clock,
            ApplicationLog log,
            DropWatch drops) {
        this.servers = servers;
        this.patience = patience.toNanos();
        this.progress = progress;
        this.diagnosis = diagnosis;
        this.clock = clock;
        this.log = log;
        this.drops = drops;
        this.lookedAt = clock.getAsLong();
        this.answeredAt = lookedAt;
        this.quietUntil = lookedAt;
    }

    /** A producer could not be created, or broke. For any thread. */
    void failed(Throwable cause) {
        failure = cause;
    }

    /** Logs what has changed, if anything. */
    void look() {
        long now = clock.getAsLong();
        long gap = now - lookedAt;
        if (gap < LOOK_NANOS) {
            return;
        }
        lookedAt = now;
        Progress read = progress.get();
        if (!delivered && read.counters().sent() > 0) {
            delivered = true;
            log.info("Tidemark has delivered its first event to Kafka at " + servers);
        }
        boolean answered = read.answers() != answers;
        answers = read.answers();
        if (answered) {
            failure = null;
        }
        if (answered || (!read.waiting() && failure == null)) {
            answeredAt = now;
        } else if (failure == null) {
            // If this process was suspended, Kafka had no chance to answer.
            answeredAt += Math.max(0, gap - 2 * LOOK_NANOS);
        }
        switch (state) {
            case ANSWERING -> answering(now, read.counters());
            case AWAY -> away(now, answered, read.counters());
            case RETURNING -> returning(now, read.counters());
        }
    }

    private void answering(long now, Counters counters) {
        if (now - quietUntil < 0) {
            return;
        }
        if (now - answeredAt >= patience) {
            state = State.AWAY;
            log.warn("Tidemark has no answer from Kafka at " + servers + " for " + seconds(now - answeredAt)
                    + " s and keeps trying: " + cause()
                    + ". Events wait in bounded queues, then are dropped and counted.");
        } else if (answeredAt == now) {
            drops.look(counters);
        }
    }

    private void away(long now, boolean answered, Counters counters) {
        if (answered) {
            state = State.RETURNING;
            returnedAt = now;
            dropped = counters.dropped();
        }
    }

    /** The queues may still be full for a moment. */
    private void returning(long now, Counters counters) {
        if (dropped != counters.dropped() && now - returnedAt < RETURN_NANOS) {
            dropped = counters.dropped();
            return;
        }
        state = State.ANSWERING;
        quietUntil = now + QUIET_NANOS;
        String losses = drops.untold(counters);
        String back = "Tidemark reaches Kafka at " + servers + " again; ";
        if (losses == null) {
            log.info(back + "no event was lost.");
        } else {
            log.warn(back + "it dropped " + losses);
        }
    }

    private String cause() {
        Throwable cause = failure;
        if (cause == null) {
            return diagnosis.apply(servers);
        }
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }
}
