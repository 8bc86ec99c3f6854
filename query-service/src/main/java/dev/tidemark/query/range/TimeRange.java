package dev.tidemark.query.range;

import dev.tidemark.wire.event.Tier;
import java.time.Duration;
import java.time.Instant;

/**
 * A time span that consists of whole windows.
 *
 * @param from the start (inclusive), which is the start of a window
 * @param to the end (exclusive), which is the end of a window; at most one window after {@code now}
 * @param tier the width of the windows
 * @param now the time of the request
 */
public record TimeRange(Instant from, Instant to, Tier tier, Instant now) {

    /** Returns the smallest range of whole windows of {@code tier} that contains the span from {@code from} to {@code to}. */
    static TimeRange widened(Instant from, Instant to, Tier tier, Instant now) {
        return new TimeRange(floor(from, tier), ceiling(to, tier), tier, now);
    }

    /**
     * Returns the seconds from {@code begin} to the end of this range, or to now if that is earlier; at least 10. Rates are divided
     * by this.
     */
    public double elapsedSeconds(Instant begin) {
        Instant end = to.isBefore(now) ? to : now;
        return Math.max(
                        Tier.TEN_SECONDS.size().toMillis(),
                        Duration.between(begin, end).toMillis())
                / 1000.0;
    }

    static Instant floor(Instant instant, Tier tier) {
        long width = tier.size().toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), width) * width);
    }

    static Instant ceiling(Instant instant, Tier tier) {
        Instant floor = floor(instant, tier);
        return floor.equals(instant) ? floor : floor.plus(tier.size());
    }
}
