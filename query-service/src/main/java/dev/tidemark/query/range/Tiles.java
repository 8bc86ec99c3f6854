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
public final class Tiles {
    /** A window is read from the wider tier only when its last row has surely been written in both. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private Tiles() {}

    /** Consecutive windows of one width, from {@code from} (included) to {@code to} (excluded). */
    public record Tile(Tier tier, Instant from, Instant to) {}

    /** The tiles of {@code range}, in the order of time. */
    public static List<Tile> of(TimeRange range) {
        List<Tile> tiles = new ArrayList<>();
        add(tiles, range.tier(), range.from(), range.to(), range.now().minus(SETTLED));
        return tiles;
    }

    private static void add(List<Tile> tiles, Tier tier, Instant from, Instant to, Instant settled) {
        Tier wider = wider(tier);
        Instant innerFrom = wider == null ? to : TimeRange.ceiling(from, wider);
        Instant innerTo = wider == null ? to : TimeRange.floor(to.isBefore(settled) ? to : settled, wider);
        if (wider == null || !innerFrom.isBefore(innerTo)) {
            addWindows(tiles, tier, from, to);
            return;
        }
        addWindows(tiles, tier, from, innerFrom);
        add(tiles, wider, innerFrom, innerTo, settled);
        addWindows(tiles, tier, innerTo, to);
    }

    private static void addWindows(List<Tile> tiles, Tier tier, Instant from, Instant to) {
        if (from.isBefore(to)) {
            tiles.add(new Tile(tier, from, to));
        }
    }

    private static @Nullable Tier wider(Tier tier) {
        return switch (tier) {
            case TEN_SECONDS -> Tier.ONE_MINUTE;
            case ONE_MINUTE -> Tier.ONE_HOUR;
            case ONE_HOUR -> null;
        };
    }
}
