package dev.tidemark.query.freshness;

import dev.tidemark.query.freshness.SinkOffsetQueries.SinkOffset;
import dev.tidemark.wire.topic.Topics;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How old the stored data is: what happened up to {@code ageMs} ago is on the page.
 *
 * @param ageMs in milliseconds; null if nothing was ever stored, or the database is away
 * @param lag how many records wait in Kafka to be stored; 0 if that is not known
 * @param dropped how many events the applications could not hand to Kafka, since each of them started
 * @param newestRequest the broker's time of the newest request that is stored
 * @param stale whether the age is more than it should be
 */
@Serdeable
public record Freshness(
        @Nullable Long ageMs,
        long lag,
        long dropped,
        @Nullable Instant newestRequest,
        boolean stale) {
    /** Sinks tell every few seconds where they stand; older data means that one of them stopped. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** Nothing is known. */
    public static final Freshness UNKNOWN = new Freshness(null, 0, 0, null, true);

    /** Nothing was ever stored. */
    static final Freshness NOTHING = new Freshness(null, 0, 0, null, false);

    static Freshness of(List<SinkOffset> offsets, long dropped, Instant now) {
        if (offsets.isEmpty()) {
            return NOTHING;
        }
        Duration age = Duration.ZERO;
        long lag = 0;
        for (SinkOffset offset : offsets) {
            age = max(age, Duration.between(upTo(offset, offsets), now));
            lag += offset.lag() == null ? 0 : offset.lag();
        }
        Instant requests = newest(offsets, Topics.REQUESTS.name());
        Instant rollups = newest(offsets, Topics.ROLLUPS.name());
        if (requests != null && rollups != null) {
            // Requests are stored, but the rollups that hold them are not: the topology is behind.
            age = max(age, Duration.between(rollups, requests));
        }
        return new Freshness(age.toMillis(), lag, dropped, requests, age.compareTo(LIMIT) > 0);
    }

    /** Everything that happened up to then is stored, as far as this partition goes. */
    private static Instant upTo(SinkOffset offset, List<SinkOffset> offsets) {
        Long lag = offset.lag();
        // A sink that does not hear from Kafka goes on to say that it is there: what waits for it, nobody knows.
        Instant append = lag == null ? newest(offsets, offset.topic()) : offset.lastAppendTime();
        return append == null || (lag != null && lag == 0) ? offset.updatedAt() : append;
    }

    private static @Nullable Instant newest(List<SinkOffset> offsets, String topic) {
        Instant newest = null;
        for (SinkOffset offset : offsets) {
            Instant append = offset.lastAppendTime();
            if (append != null && offset.topic().equals(topic) && (newest == null || append.isAfter(newest))) {
                newest = append;
            }
        }
        return newest;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
