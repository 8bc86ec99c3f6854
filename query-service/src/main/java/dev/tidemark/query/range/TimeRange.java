package dev.tidemark.query.range;

import dev.tidemark.wire.event.Tier;
import java.time.Duration;
import java.time.Instant;

/**
 * A span of time, widened to whole windows.
 *
 * @param from its first instant, the start of a window
 * @param to the first instant after it, the end of a window; at most one window ahead of {@code now}
 * @param tier the width of the windows it is made of
 * @param now when it was asked for
 */
public record TimeRange(Instant from, Instant to, Tier tier, Instant now) {

    /** A range of whole windows of {@code tier} that holds {@code from} and what is before {@code to}. */
    static TimeRange widened(Instant from, Instant to, Tier tier, Instant now) {
        return new TimeRange(floor(from, tier), ceiling(to, tier), tier, now);
    }

    /** How much of it has passed since {@code begin}, in seconds, at least a window: what a rate is divided by. */
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
