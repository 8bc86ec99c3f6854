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

    /** For what is dropped after {@code retention}: what is older has no place, and of the future one day. */
    static TimeBounds ofRetention(Clock clock, Duration retention) {
        return new TimeBounds(clock, retention, DAY);
    }

    /** Tells {@code visitor} of a time outside, and whether it did. */
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
