package dev.tidemark.wire.codec;

import org.jspecify.annotations.Nullable;

/** Compares the time of a line with the time at which the broker stored it, so that a wrong clock hides no line. */
final class LogClock {
    /** The entry of {@code fields} that tells what is wrong with the line's time. */
    static final String MARK = "tidemark.time";

    private LogClock() {}

    /**
     * The time of a line.
     *
     * @param micros microseconds since the epoch
     * @param mark what is wrong with the line's own time; null if nothing is
     * @param isOwn whether it is the line's own time
     */
    record Time(long micros, @Nullable String mark, boolean isOwn) {}

    /**
     * Takes the line's own time if it can be right, otherwise the broker's.
     *
     * @param given the text of the line's time; null if it has none
     * @param read the time it tells; null if it tells none
     * @param receivedMillis when the broker stored the line; 0 or less if that is unknown
     */
    static Time judge(@Nullable String given, LogTimes.@Nullable Read read, long receivedMillis)
            throws MalformedEventException {
        if (receivedMillis <= 0) {
            if (read == null) {
                Timestamps.parse("ts", JsonFields.required(given, "ts"));
                throw new MalformedEventException("no ts: expected in every event of this topic");
            }
            return new Time(read.micros(), null, true);
        }
        long received = receivedMillis * 1000;
        if (read == null) {
            return new Time(
                    received,
                    given == null ? "received: the line has no time" : "received: the line's time cannot be read",
                    false);
        }
        long behind = received - read.micros();
        boolean isLate = LogTimes.isLate(read.micros(), receivedMillis);
        boolean isAhead = -behind > LogTimes.AHEAD_MICROS;
        if (!read.zoned() && (isLate || isAhead)) {
            return new Time(received, "received: the line's time has no offset", false);
        }
        if (isAhead) {
            return new Time(received, "received: the line's clock is ahead", false);
        }
        if (behind > LogTimes.OLDEST_MICROS) {
            return new Time(received, "received: the line's clock is more than 7 days behind", false);
        }
        return new Time(read.micros(), isLate ? "late: received at " + Timestamps.format(received) : null, true);
    }
}
