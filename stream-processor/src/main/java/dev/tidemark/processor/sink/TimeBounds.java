package dev.tidemark.processor.sink;

import dev.tidemark.processor.intake.Rejection;
import dev.tidemark.wire.codec.Timestamps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * The range of times that are stored. Without bounds a wrong or hostile clock would create a partition for each day of history.
 * Thread-safe.
 *
 * @param clock the machine's time
 * @param steady the time by its uptime: a step of the clock refuses no row that was right before
 * @param back how far before the earlier of the two
 * @param ahead how far after the later one, or after the broker's time
 */
record TimeBounds(Clock clock, InstantSource steady, Duration back, Duration ahead) {
    private static final Duration DAY = Duration.ofDays(1);

    /** Bounds for rows that are dropped after {@code retention}: rejects older rows, and rows more than a day ahead. */
    static TimeBounds ofRetention(Clock clock, InstantSource steady, Duration retention) {
        return new TimeBounds(clock, steady, retention, DAY);
    }

    static TimeBounds ofRetention(Clock clock, Duration retention) {
        return ofRetention(clock, clock, retention);
    }

    /** Whether a time of {@code record} is within the bounds. */
    boolean include(long micros, ConsumerRecord<?, ?> record) {
        Instant at = Timestamps.toInstant(micros);
        return !isTooOld(at) && !isAhead(at, record);
    }

    /** Reports a time out of bounds to {@code visitor}; returns whether it did. */
    boolean refuses(String field, long micros, ConsumerRecord<?, ?> record, EventReader.Visitor<?> visitor) {
        Instant at = Timestamps.toInstant(micros);
        if (isTooOld(at)) {
            visitor.refused(Rejection.TOO_LATE.word(), told(field, micros, back, "before"));
            return true;
        }
        if (isAhead(at, record)) {
            visitor.refused(Rejection.FROM_THE_FUTURE.word(), told(field, micros, ahead, "after"));
            return true;
        }
        return false;
    }

    private boolean isTooOld(Instant at) {
        return at.isBefore(clock.instant().minus(back))
                && at.isBefore(steady.instant().minus(back));
    }

    /** Only a producer's own timestamps can be forged. */
    private boolean isAhead(Instant at, ConsumerRecord<?, ?> record) {
        Instant latest = at.minus(ahead);
        return latest.isAfter(clock.instant())
                && latest.isAfter(steady.instant())
                && !(record.timestampType() == TimestampType.LOG_APPEND_TIME
                        && latest.toEpochMilli() <= record.timestamp());
    }

    private String told(String field, long micros, Duration allowed, String side) {
        return field + " " + Timestamps.format(micros) + ": expected at most " + allowed + " " + side + " "
                + clock.instant();
    }
}
