package dev.tidemark.processor.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the machine's clock was set back. Kafka's clients measure time by that clock and never take a step back: until it has
 * caught up, a consumer sends no heartbeats, and no client reconnects. A restart ends that. Thread-safe.
 */
public final class ClockWatch implements AutoCloseable {
    /** Kafka's clients go on by themselves after this. */
    private static final Duration HARMLESS = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("clock-watch").factory());
    /** The latest time that the clock has told, and the nanoTime of that moment. */
    private Instant latest;

    private long latestNanos;
    private List<Problem> problems = List.of();

    public ClockWatch() {
        this(InstantSource.system(), System::nanoTime);
    }

    ClockWatch(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.latest = clock.instant();
        this.latestNanos = nanoTime.getAsLong();
    }

    /** Starts looking at the clock, each second: a step forward counts, too, when it is taken back. */
    public void start() {
        timer.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized void look() {
        Instant now = clock.instant();
        long nanos = nanoTime.getAsLong();
        Instant expected = latest.plusNanos(nanos - latestNanos);
        Duration behind = Duration.between(now, expected);
        if (behind.compareTo(HARMLESS) <= 0) {
            if (!problems.isEmpty()) {
                LOG.info("The clock of this machine has caught up: {}", now);
            }
            problems = List.of();
            // Slow differences are followed.
            latest = now;
            latestNanos = nanos;
        } else if (problems.isEmpty()) {
            String text = "the machine's clock was set back by " + behind.truncatedTo(ChronoUnit.SECONDS)
                    + ", and Kafka's clients wait until it has caught up";
            LOG.warn("A restart is needed: {}", text);
            problems = List.of(new Problem("clock", text, now));
        }
    }

    /** A problem that only a restart fixes, if the clock was set back by more than 30 s. */
    public synchronized List<Problem> problems() {
        return problems;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
