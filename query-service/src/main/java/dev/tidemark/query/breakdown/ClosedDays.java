package dev.tidemark.query.breakdown;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.wire.event.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Keeps what days in windows of an hour add up to, in a bounded number of bytes, so that a month is not read again for each question.
 * Only days that no late request can change: a processor that catches up after an outage shows {@link #LIFE} later. Thread-safe.
 *
 * @param <V> what a day adds up to; immutable
 */
final class ClosedDays<V> {
    /** By how much a request may be late, by the processor's default, and the hour that it is in. */
    private static final Duration LATENESS = Duration.ofHours(25);

    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Duration DAY = Duration.ofDays(1);
    private static final long MOST_BYTES = 4L << 20;
    private static final int BYTES_OF_ENTRY = 300;

    private final Cache<Key, V> days;

    private record Key(Segment day, long width, EndpointChoice choice) {
        long bytes() {
            return BYTES_OF_ENTRY + choice.bytes();
        }
    }

    /** @param weigher the memory of a day, about, in bytes */
    ClosedDays(ToLongFunction<V> weigher) {
        this.days = Caffeine.newBuilder()
                .maximumWeight(MOST_BYTES)
                .<Key, V>weigher(
                        (key, value) -> (int) Math.min(MOST_BYTES + 1, key.bytes() + weigher.applyAsLong(value)))
                .expireAfterWrite(LIFE)
                .build();
    }

    /** The parts that are kept on their own: the days of hours. */
    static List<Segment> split(Segment segment) {
        if (segment.tier() != Tier.ONE_HOUR) {
            return List.of(segment);
        }
        List<Segment> parts = new ArrayList<>();
        Instant from = segment.from();
        while (from.isBefore(segment.to())) {
            Instant midnight = Instant.ofEpochSecond((from.getEpochSecond() / DAY.toSeconds() + 1) * DAY.toSeconds());
            Instant to = midnight.isBefore(segment.to()) ? midnight : segment.to();
            parts.add(new Segment(segment.tier(), from, to));
            from = to;
        }
        return parts;
    }

    /**
     * What a part of a segment adds up to.
     *
     * @param width tells apart different sums of the same part
     */
    V get(Segment part, long width, EndpointChoice choice, Instant now, Supplier<V> read) {
        boolean closed = part.tier() == Tier.ONE_HOUR
                && part.from().plus(DAY).equals(part.to())
                && part.to().isBefore(now.minus(LATENESS));
        if (!closed) {
            return read.get();
        }
        Key key = new Key(part, width, choice);
        V kept = days.getIfPresent(key);
        if (kept == null) {
            kept = read.get();
            days.put(key, kept);
        }
        return kept;
    }

    /** Removes what is too much now, and not a moment later. */
    void cleanUp() {
        days.cleanUp();
    }
}
