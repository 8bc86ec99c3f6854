package dev.tidemark.processor.sink;

import dev.tidemark.processor.intake.Rejection;
import dev.tidemark.wire.codec.Timestamps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The range of times that are stored. Without bounds a wrong or hostile clock would create a partition for each day of history.
 * Thread-safe.
 *
 * @param clock the current time
 * @param back how far before now
 * @param ahead how far after now
 */
record TimeBounds(Clock clock, Duration back, Duration ahead) {
    private static final Duration DAY = Duration.ofDays(1);

    /** Bounds for rows that are dropped after {@code retention}: rejects older rows, and rows more than a day ahead. */
    static TimeBounds ofRetention(Clock clock, Duration retention) {
        return new TimeBounds(clock, retention, DAY);
    }

    /** Whether a time is within the bounds. */
    boolean include(long micros) {
        Instant now = clock.instant();
        Instant at = Timestamps.toInstant(micros);
        return !at.isBefore(now.minus(back)) && !at.isAfter(now.plus(ahead));
    }

    /** Reports a time out of bounds to {@code visitor}; returns whether it did. */
    boolean refuses(String field, long micros, EventReader.Visitor<?> visitor) {
        Instant now = clock.instant();
        Instant at = Timestamps.toInstant(micros);
        if (at.isBefore(now.minus(back))) {
            visitor.refused(Rejection.TOO_LATE.word(), told(field, micros, back, "before", now));
            return true;
        }
        if (at.isAfter(now.plus(ahead))) {
            visitor.refused(Rejection.FROM_THE_FUTURE.word(), told(field, micros, ahead, "after", now));
            return true;
        }
        return false;
    }

    private static String told(String field, long micros, Duration allowed, String side, Instant now) {
        return field + " " + Timestamps.format(micros) + ": expected at most " + allowed + " " + side + " " + now;
    }
}
