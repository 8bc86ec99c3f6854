package dev.tidemark.processor.topology;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Decides when windows of 1 min and 1 h are published. At each interval, those that ended are published; all are, if no record came since
 * the interval before, or if a minute has passed. So a window's last change is published within a minute, whatever the timestamps of
 * records say, and within two intervals after the traffic has stopped. Not thread-safe.
 */
final class PublicationCadence {
    /** Requests arrive some seconds after they began; a window should not be published for each batch of them. */
    static final Duration GRACE = Duration.ofSeconds(5);

    static final Duration LONGEST_INTERVAL = Duration.ofSeconds(5);
    static final Duration ALL_AFTER = Duration.ofMinutes(1);
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
    private static final int COMMITS = 10;

    private final Duration interval;
    private long lastMillis;
    private long lastOfAllMillis;
    private boolean received = true;

    private PublicationCadence(Duration interval, long nowMillis) {
        this.interval = interval;
        this.lastMillis = nowMillis;
        this.lastOfAllMillis = nowMillis;
    }

    /**
     * @param config the configuration of Kafka Streams
     * @param nowMillis the system's time, in milliseconds since the epoch
     */
    static PublicationCadence of(Map<String, Object> config, long nowMillis) {
        Object commits = config.get(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
        long millis = commits == null ? Long.MAX_VALUE / COMMITS : Long.parseLong(commits.toString());
        return new PublicationCadence(
                Duration.ofMillis(
                        Math.clamp(COMMITS * millis, SHORTEST_INTERVAL.toMillis(), LONGEST_INTERVAL.toMillis())),
                nowMillis);
    }

    Duration interval() {
        return interval;
    }

    /** Notes that records come. */
    void received() {
        received = true;
    }

    /** Whether an interval was missed. A clock that was set back counts as that. */
    boolean isOverdue(long nowMillis) {
        return Math.abs(nowMillis - lastMillis) > 2 * interval.toMillis();
    }

    /**
     * Begins an interval.
     *
     * @param newestMillis the newest append time, in milliseconds since the epoch
     * @return the end of the last window to publish, in microseconds since the epoch
     */
    long next(long nowMillis, long newestMillis) {
        boolean all = !received || Math.abs(nowMillis - lastOfAllMillis) >= ALL_AFTER.toMillis();
        received = false;
        lastMillis = nowMillis;
        if (all) {
            lastOfAllMillis = nowMillis;
        }
        return all ? Long.MAX_VALUE : (newestMillis - GRACE.toMillis()) * 1000;
    }
}
