package dev.tidemark.processor.topology;

import java.time.Duration;

/**
 * Counts the hours of append time in which records came. However far the broker's clock steps, and in whichever direction, a step counts
 * as one hour at most. So this time cannot run away, and it depends on nothing but the order of the records. An hour without records
 * is not counted. Not thread-safe.
 */
final class CountedHours {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private long appendHour;
    private long counted;

    /**
     * @param appendHour the newest append time, in hours since the epoch; {@link Long#MIN_VALUE} before the first record
     * @param counted the number of hours up to then
     */
    CountedHours(long appendHour, long counted) {
        this.appendHour = appendHour;
        this.counted = counted;
    }

    static long hourOf(long appendMillis) {
        return Math.floorDiv(appendMillis, HOUR_MILLIS);
    }

    /** Whether {@link #advance} to this append time changes nothing. Brokers whose clocks differ a little may share a partition. */
    boolean isAt(long appendMillis) {
        long hour = hourOf(appendMillis);
        return hour == appendHour || hour + 1 == appendHour;
    }

    /** Notes the append time of a record; returns whether the hour changed. */
    boolean advance(long appendMillis) {
        if (isAt(appendMillis)) {
            return false;
        }
        long hour = hourOf(appendMillis);
        if (appendHour == Long.MIN_VALUE) {
            counted = hour;
        } else if (hour > appendHour) {
            counted++;
        }
        appendHour = hour;
        return true;
    }

    /** The hour of the newest append time, since the epoch. */
    long appendHour() {
        return appendHour;
    }

    /** The number of counted hours. It starts at the hour of the first record, since the epoch. */
    long counted() {
        return counted;
    }
}
