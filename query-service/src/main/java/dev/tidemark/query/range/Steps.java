package dev.tidemark.query.range;

import java.time.Duration;
import java.util.List;

/** The widths of the buckets that charts are made of. */
public final class Steps {
    /** More points than this are too many for a chart that is 1,000 pixels wide. */
    public static final int MOST_POINTS = 200;

    private static final List<Duration> WIDTHS = List.of(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1));

    private Steps() {}

    /** Returns the narrowest width with which the range has at most about {@value #MOST_POINTS} buckets. */
    public static Duration of(TimeRange range) {
        long seconds = Duration.between(range.from(), range.to()).toSeconds();
        for (Duration width : WIDTHS) {
            if (width.compareTo(range.tier().size()) >= 0 && seconds / width.toSeconds() <= MOST_POINTS) {
                return width;
            }
        }
        return WIDTHS.getLast();
    }
}
