package dev.tidemark.query.requests;

import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.requests.RollupQueries.Version;
import dev.tidemark.wire.event.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/**
 * Cuts a segment into blocks of windows: old hours into days, newer windows into shorter blocks. Wide blocks leave less to merge
 * for each question; narrow ones leave less to read again after a late request.
 */
final class WindowBlocks {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration QUARTER = Duration.ofHours(6);
    private static final Duration MINUTES = Duration.ofMinutes(5);

    private final WindowVersions versions;
    private final EndpointChoice filter;
    private final Instant now;
    private final Instant settled;

    /** Blocks for a question at {@code now}; a change of windows older than {@code fresh} may show a moment later. */
    WindowBlocks(WindowVersions versions, EndpointChoice filter, Instant now, Duration fresh) {
        this.versions = versions;
        this.filter = filter;
        this.now = now;
        this.settled = now.minus(fresh);
    }

    /** The blocks of windows of an hour, as wide as they can be. */
    List<WindowBlock> ofHours(Segment hours) {
        NavigableMap<Long, Version> byStart = versions(hours);
        List<WindowBlock> blocks = new ArrayList<>();
        Instant from = hours.from();
        while (from.isBefore(hours.to())) {
            Instant to = hourBlockEnd(from, hours.to());
            add(blocks, new Segment(hours.tier(), from, to), byStart);
            from = to;
        }
        return blocks;
    }

    private Instant hourBlockEnd(Instant from, Instant end) {
        if (fits(DAY, from, end, now.minus(WindowVersions.LATENESS))) {
            return from.plus(DAY);
        }
        return from.plus(fits(QUARTER, from, end, now) ? QUARTER : Tier.ONE_HOUR.size());
    }

    private static boolean fits(Duration width, Instant from, Instant end, Instant closed) {
        Instant to = from.plus(width);
        return from.getEpochSecond() % width.toSeconds() == 0 && !to.isAfter(end) && !to.isAfter(closed);
    }

    /**
     * The blocks of parts of {@code width}. Each wider window makes one block of narrow ones: its few rows tell whether any of
     * the many has changed. The newest wider windows are not settled, so there each narrow window is a block. Blocks may begin
     * before the segment.
     */
    List<WindowBlock> ofParts(Segment segment, Duration width) {
        Tier wider = TierSegments.wider(segment.tier());
        if (wider == null) {
            return newest(segment, width);
        }
        List<WindowBlock> blocks = new ArrayList<>();
        Instant from = TierSegments.floor(segment.from(), wider);
        Instant closed = TierSegments.floor(TierSegments.settled(segment.to(), now), wider);
        if (from.isBefore(closed)) {
            addParts(blocks, segment.tier(), new Segment(wider, from, closed));
        }
        Instant rest = from.isBefore(closed) ? closed : segment.from();
        blocks.addAll(newest(
                new Segment(segment.tier(), rest, segment.to()), segment.tier().size()));
        return blocks;
    }

    /** The blocks of minutes that are settled. */
    List<WindowBlock> ofMinutes(Segment minutes) {
        return ofWindows(minutes, MINUTES);
    }

    /** Blocks of {@code width}; those of windows that are not settled consist of single narrower ones. */
    private List<WindowBlock> newest(Segment segment, Duration width) {
        List<WindowBlock> blocks = new ArrayList<>();
        for (Segment each : TierSegments.settledFirst(segment.tier(), segment.from(), segment.to(), now)) {
            blocks.addAll(ofWindows(
                    each, each.tier() == segment.tier() ? width : each.tier().size()));
        }
        return blocks;
    }

    /** A block for each window of {@code wide}; neighbours without rows there are one block, as they rarely have any. */
    private void addParts(List<WindowBlock> blocks, Tier tier, Segment wide) {
        NavigableMap<Long, Version> byStart = versions(wide);
        Instant bare = wide.from();
        for (Version version : byStart.values()) {
            Instant start = Instant.ofEpochSecond(version.windowStartSeconds());
            addBare(blocks, new Segment(tier, bare, start));
            bare = start.plus(wide.tier().size());
            blocks.add(new WindowBlock(new Segment(tier, start, bare), List.of(version)));
        }
        addBare(blocks, new Segment(tier, bare, wide.to()));
    }

    private static void addBare(List<WindowBlock> blocks, Segment segment) {
        if (segment.from().isBefore(segment.to())) {
            blocks.add(new WindowBlock(segment, List.of()));
        }
    }

    private List<WindowBlock> ofWindows(Segment segment, Duration width) {
        NavigableMap<Long, Version> byStart = versions(segment);
        List<WindowBlock> blocks = new ArrayList<>();
        for (Instant from = segment.from(); from.isBefore(segment.to()); from = from.plus(width)) {
            Instant to = from.plus(width);
            add(blocks, new Segment(segment.tier(), from, to.isAfter(segment.to()) ? segment.to() : to), byStart);
        }
        return blocks;
    }

    /** A block by the versions of its own windows; without them it has no rows. */
    private static void add(List<WindowBlock> blocks, Segment segment, NavigableMap<Long, Version> byStart) {
        var own = byStart.subMap(segment.from().getEpochSecond(), segment.to().getEpochSecond());
        if (!own.isEmpty()) {
            blocks.add(new WindowBlock(segment, List.copyOf(own.values())));
        }
    }

    private NavigableMap<Long, Version> versions(Segment segment) {
        return versions.of(segment, filter, settled);
    }
}
