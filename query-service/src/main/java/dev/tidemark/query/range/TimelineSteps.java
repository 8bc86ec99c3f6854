package dev.tidemark.query.range;

import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.wire.event.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The steps of every timeline over one span, so that charts of it have the same ones: as narrow as possible, but not more than a chart
 * can show.
 *
 * @param first the number of the first step; step n begins n widths after the epoch
 * @param last the number of the last step
 */
public record TimelineSteps(Duration width, long first, long last) {
    /** More points than this are too many for a chart that is 1,000 pixels wide. */
    private static final int MOST = 200;

    private static final List<Duration> WIDTHS = List.of(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1));

    private static final Duration WIDEST_OF_BRIEF = Duration.ofMinutes(1);

    /** The steps that cover {@code range}: the first may begin before it, the last may end after it. */
    public static TimelineSteps of(TimeRange range) {
        return of(range, width(range));
    }

    /** The steps of {@code width} that cover {@code range}. */
    public static TimelineSteps of(TimeRange range, Duration width) {
        return new TimelineSteps(
                width,
                Math.floorDiv(range.from().getEpochSecond(), width.toSeconds()),
                Math.floorDiv(range.to().getEpochSecond() - 1, width.toSeconds()));
    }

    private static Duration width(TimeRange range) {
        long seconds = Duration.between(range.from(), range.to()).toSeconds();
        for (Duration width : WIDTHS) {
            if (width.compareTo(range.tier().size()) >= 0 && seconds / width.toSeconds() <= MOST) {
                return width;
            }
        }
        return WIDTHS.getLast();
    }

    /** Whether the span is so short that its newest steps change within seconds. */
    public boolean areBrief() {
        return width.compareTo(WIDEST_OF_BRIEF) <= 0;
    }

    /** The beginning of a step. */
    public Instant start(long step) {
        return Instant.ofEpochSecond(step * width.toSeconds());
    }

    /** All steps, in the widest windows that they can be made of. */
    public Segment segment() {
        return new Segment(tier(), start(first), start(last + 1));
    }

    private Tier tier() {
        return width.compareTo(Tier.ONE_HOUR.size()) >= 0
                ? Tier.ONE_HOUR
                : width.compareTo(Tier.ONE_MINUTE.size()) >= 0 ? Tier.ONE_MINUTE : Tier.TEN_SECONDS;
    }
}
