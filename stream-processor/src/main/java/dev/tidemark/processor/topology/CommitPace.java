package dev.tidemark.processor.topology;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Decides when one stream thread commits; Kafka Streams commits all tasks of a thread in one transaction. The work of a commit grows with
 * the series in use, not with the requests, so a thread that has much of it waits longer: {@value #WORK_TO_WAIT} times as long as its
 * tasks worked on the last commit, at least {@link #shortest}, at most {@value #LONGEST_TO_SHORTEST} times that. Under load this raises
 * throughput, since more requests share the work. For one thread.
 */
final class CommitPace {
    /** The longest wait is Kafka Streams' commit interval; this class asks for commits before. */
    private static final int LONGEST_TO_SHORTEST = 4;

    private static final int WORK_TO_WAIT = 16;

    private final LongSupplier nanoTime;
    private long workNanos;
    private boolean committing;
    private @Nullable ProcessorContext<?, ?> owner;
    private @Nullable Cancellable timer;

    CommitPace() {
        this(System::nanoTime);
    }

    /** @param nanoTime a time in nanoseconds that never goes back */
    CommitPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Kafka Streams' commit interval for a shortest wait. */
    static Duration longest(Duration shortest) {
        return shortest.multipliedBy(LONGEST_TO_SHORTEST);
    }

    /**
     * The shortest wait for Kafka Streams' commit interval.
     *
     * @param config the configuration of Kafka Streams
     */
    static Duration shortest(Map<String, Object> config) {
        Object longest = config.get(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
        long millis = longest == null ? Integer.MAX_VALUE : Long.parseLong(longest.toString());
        return Duration.ofMillis(Math.max(1, millis / LONGEST_TO_SHORTEST));
    }

    /** Notes that the task of {@code context} has something to commit. Call this while it processes a record. */
    void begin(ProcessorContext<?, ?> context) {
        if (timer == null) {
            timer = context.schedule(
                    wait(shortest(context.appConfigs())), PunctuationType.WALL_CLOCK_TIME, now -> context.commit());
            owner = context;
            committing = false;
        }
    }

    private Duration wait(Duration shortest) {
        Duration wanted = Duration.ofNanos(WORK_TO_WAIT * workNanos);
        Duration longest = longest(shortest);
        if (wanted.compareTo(shortest) < 0) {
            return shortest;
        }
        return wanted.compareTo(longest) > 0 ? longest : wanted;
    }

    /** Does the part of one task in a commit. */
    void commit(Runnable part) {
        stop();
        if (!committing) {
            committing = true;
            workNanos = 0;
        }
        long begin = nanoTime.getAsLong();
        try {
            part.run();
        } finally {
            workNanos += nanoTime.getAsLong() - begin;
        }
    }

    /** Notes that the task of {@code context} ends, or begins anew. */
    void leave(ProcessorContext<?, ?> context) {
        if (owner == context) {
            stop();
        }
    }

    private void stop() {
        if (timer != null) {
            timer.cancel();
        }
        timer = null;
        owner = null;
    }
}
