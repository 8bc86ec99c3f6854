package dev.tidemark.query.requests;

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
 * Cuts a segment into blocks of windows that change together: hours that nobody adds to any more into days, what is still
 * written into single windows. The fewer the blocks, the less there is to merge; the narrower, the less is read again after a
 * late request.
 */
final class WindowBlocks {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration QUARTER = Duration.ofHours(6);
    private final WindowVersions versions;
    private final EndpointFilter filter;
    private final Instant now;
    private final Instant settled;

    /** Blocks for a question at {@code now}, which may overlook for a moment that what is older than {@code fresh} has changed. */
    WindowBlocks(WindowVersions versions, EndpointFilter filter, Instant now, Duration fresh) {
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
     * The blocks of parts of {@code width}. Narrow windows come in blocks of one wider window, whose few rows tell whether any of
     * the many has changed; the newest are not settled there, and tell for themselves. Blocks may reach beyond the segment.
     */
    List<WindowBlock> ofParts(Segment segment, Duration width) {
        Tier wider = TierSegments.wider(segment.tier());
        if (wider == null) {
            return ofWindows(segment, width);
        }
        List<WindowBlock> blocks = new ArrayList<>();
        Instant from = TierSegments.floor(segment.from(), wider);
        Instant closed = TierSegments.floor(TierSegments.settled(segment.to(), now), wider);
        if (from.isBefore(closed)) {
            NavigableMap<Long, Version> byStart = versions(new Segment(wider, from, closed));
            for (Instant start = from; start.isBefore(closed); start = start.plus(wider.size())) {
                Version version = byStart.get(start.getEpochSecond());
                blocks.add(new WindowBlock(
                        new Segment(segment.tier(), start, start.plus(wider.size())),
                        version == null ? List.of() : List.of(version)));
            }
        }
        Instant rest = from.isBefore(closed) ? closed : segment.from();
        if (rest.isBefore(segment.to())) {
            blocks.addAll(ofWindows(
                    new Segment(segment.tier(), rest, segment.to()), segment.tier().size()));
        }
        return blocks;
    }

    private List<WindowBlock> ofWindows(Segment segment, Duration width) {
        NavigableMap<Long, Version> byStart = versions(segment);
        List<WindowBlock> blocks = new ArrayList<>();
        for (Instant from = segment.from(); from.isBefore(segment.to()); from = from.plus(width)) {
            add(blocks, new Segment(segment.tier(), from, from.plus(width)), byStart);
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
