package dev.tidemark.query.range;

import dev.tidemark.wire.event.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The windows that cover a range, in as few rows as possible: its ends in the range's own tier, the whole minutes and
 * hours between in wider windows, which hold the same counts and sketches. An hour in windows of 10 s is 71 rows of an
 * endpoint instead of 360, a day in windows of a minute 142 instead of 1,440.
 */
public final class TierSegments {
    /** A window is read from the wider tier only when its last row has surely been written in both. */
    public static final Duration SETTLED = Duration.ofMinutes(1);

    private TierSegments() {}

    /** Consecutive windows of one width, from {@code from} (included) to {@code to} (excluded). */
    public record Segment(Tier tier, Instant from, Instant to) {}

    /** The segments of {@code range}, in the order of time. */
    public static List<Segment> of(TimeRange range) {
        List<Segment> segments = new ArrayList<>();
        add(segments, range.tier(), range.from(), range.to(), range.now().minus(SETTLED));
        return segments;
    }

    /** {@code to}, or how far windows are settled at {@code now} if that is earlier. */
    public static Instant settled(Instant to, Instant now) {
        Instant settled = now.minus(SETTLED);
        return to.isBefore(settled) ? to : settled;
    }

    /** The start of the window of {@code tier} that holds {@code instant}. */
    public static Instant floor(Instant instant, Tier tier) {
        return TimeRange.floor(instant, tier);
    }

    private static void add(List<Segment> segments, Tier tier, Instant from, Instant to, Instant settled) {
        Tier wider = wider(tier);
        Instant innerFrom = wider == null ? to : TimeRange.ceiling(from, wider);
        Instant innerTo = wider == null ? to : floor(to.isBefore(settled) ? to : settled, wider);
        if (wider == null || !innerFrom.isBefore(innerTo)) {
            addWindows(segments, tier, from, to);
            return;
        }
        addWindows(segments, tier, from, innerFrom);
        add(segments, wider, innerFrom, innerTo, settled);
        addWindows(segments, tier, innerTo, to);
    }

    private static void addWindows(List<Segment> segments, Tier tier, Instant from, Instant to) {
        if (from.isBefore(to)) {
            segments.add(new Segment(tier, from, to));
        }
    }

    /** The next wider windows; null for the widest. */
    public static @Nullable Tier wider(Tier tier) {
        return switch (tier) {
            case TEN_SECONDS -> Tier.ONE_MINUTE;
            case ONE_MINUTE -> Tier.ONE_HOUR;
            case ONE_HOUR -> null;
        };
    }
}
