package dev.tidemark.query.freshness;

import dev.tidemark.query.freshness.SinkOffsetQueries.SinkOffset;
import dev.tidemark.wire.topic.Topics;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The age of the stored data: all events that are older than {@code age_ms} are stored.
 *
 * @param ageMs the age in milliseconds; null if nothing has been stored yet, or the database cannot be read
 * @param lag the number of records in Kafka that are not stored yet; 0 if unknown
 * @param dropped the number of events that applications dropped instead of sending them to Kafka, each since its start
 * @param newestRequest the broker timestamp of the newest stored request
 * @param stale whether the age is above 30 s, or the database cannot be read
 */
@Serdeable
public record Freshness(
        @Nullable Long ageMs,
        long lag,
        long dropped,
        @Nullable Instant newestRequest,
        boolean stale) {
    /** Sinks report their offsets every few seconds, so an older report means that a sink has stopped. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** The broker's clock may be this far ahead. A partition whose last record is of a time to come tells nothing: that clock was wrong. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /** The freshness if the database cannot be read. */
    public static final Freshness UNKNOWN = new Freshness(null, 0, 0, null, true);

    /** The freshness if nothing has been stored yet. */
    static final Freshness NOTHING = new Freshness(null, 0, 0, null, false);

    static Freshness of(List<SinkOffset> offsets, long dropped, Instant now) {
        if (offsets.isEmpty()) {
            return NOTHING;
        }
        Duration age = Duration.ZERO;
        long lag = 0;
        for (SinkOffset offset : offsets) {
            age = max(age, Duration.between(upTo(offset, offsets, now), now));
            lag += offset.lag() == null ? 0 : offset.lag();
        }
        Instant requests = newest(offsets, Topics.REQUESTS.name(), now);
        Instant rollups = newest(offsets, Topics.ROLLUPS.name(), now);
        if (requests != null && rollups != null) {
            // If requests are stored but their rollups are not, the topology is behind.
            age = max(age, Duration.between(rollups, requests));
        }
        return new Freshness(age.toMillis(), lag, dropped, requests, age.compareTo(LIMIT) > 0);
    }

    /** Returns the time up to which the records of this partition are stored. */
    private static Instant upTo(SinkOffset offset, List<SinkOffset> offsets, Instant now) {
        Long lag = offset.lag();
        // A sink without a connection to Kafka keeps reporting, but with an unknown lag.
        Instant append = lag == null ? newest(offsets, offset.topic(), now) : offset.lastAppendTime();
        return append == null || (lag != null && lag == 0) ? offset.updatedAt() : append;
    }

    private static @Nullable Instant newest(List<SinkOffset> offsets, String topic, Instant now) {
        Instant newest = null;
        for (SinkOffset offset : offsets) {
            Instant append = offset.lastAppendTime();
            if (append == null || !offset.topic().equals(topic) || append.isAfter(now.plus(AHEAD))) {
                continue;
            }
            if (newest == null || append.isAfter(newest)) {
                newest = append;
            }
        }
        return newest;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
