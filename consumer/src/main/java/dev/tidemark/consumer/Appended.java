package dev.tidemark.consumer;

import java.time.Duration;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a record that Kafka found by its time was appended after the last one that was read. A record from a time when the
 * broker's clock was ahead has a later time, too, but was appended before. Stateless and thread-safe.
 */
public final class Appended {
    /** The clocks of this machine and of the broker may differ by this. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private Appended() {}

    /**
     * Each start of a broker raises the leader epoch, unless its metadata was lost as well. Then only the time remains, and a time in the
     * future is not believed.
     *
     * @param found the first record whose broker time is later than that of the last one
     * @param lastEpoch the leader epoch of the last one; null if unknown
     * @param newEpoch the leader epoch of a record that was appended since; null if unknown
     * @param nowMillis the time of this machine
     */
    public static boolean after(
            OffsetAndTimestamp found, @Nullable Integer lastEpoch, @Nullable Integer newEpoch, long nowMillis) {
        Integer epoch = found.leaderEpoch().orElse(null);
        if (epoch != null && lastEpoch != null) {
            if (epoch > lastEpoch) {
                return true;
            }
            if (newEpoch != null && newEpoch > lastEpoch) {
                return false;
            }
        }
        return found.timestamp() <= nowMillis + TOLERANCE.toMillis();
    }
}
