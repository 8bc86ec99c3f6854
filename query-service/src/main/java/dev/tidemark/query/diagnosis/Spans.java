package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.RecordedTimes.RecordedTime;
import dev.tidemark.query.diagnosis.SideQueries.Span;
import dev.tidemark.query.diagnosis.detect.Baseline.Source;
import dev.tidemark.query.diagnosis.detect.Deviation;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.wire.event.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The two spans whose difference is explained.
 *
 * @param before the hour before the onset, or the same hour of the day that it was compared with; or the part of it without incidents
 * @param after from the onset to the end, of which the last hour
 */
record Spans(Span before, Span after) {
    private static final Duration HOUR = Duration.ofHours(1);
    /** Calls are published every 10 s, so those of the newest requests may be missing. */
    private static final Duration CALLS_DELAY = Duration.ofSeconds(20);

    /** A shorter time says little about what is usual. */
    private static final Duration LEAST = Duration.ofMinutes(5);

    private static final Duration LONG = Duration.ofMinutes(1);
    /** Windows of 10 s are kept for two days. */
    private static final Duration KEPT = Duration.ofHours(47);

    /** @param before as from {@link #before}, perhaps {@link #without} what was unusual */
    static Spans of(Span before, Deviation deviation, Instant end, Instant now) {
        return new Spans(before, after(deviation.onset(), end, now));
    }

    /** The longest part of {@code span} in whole minutes without these times; all of it if no part is long enough to know what is usual. */
    static Span without(Span span, List<RecordedTime> times) {
        Span longest = new Span(span.tier(), span.from(), span.from());
        Instant free = span.from();
        for (RecordedTime time :
                times.stream().sorted(Comparator.comparing(RecordedTime::onset)).toList()) {
            longest = longer(longest, new Span(span.tier(), free, TierSegments.floor(time.onset(), Tier.ONE_MINUTE)));
            Instant end = time.end() == null || time.end().isAfter(span.to())
                    ? span.to()
                    : TierSegments.floor(time.end().plus(Tier.ONE_MINUTE.size()), Tier.ONE_MINUTE);
            free = free.isAfter(end) ? free : end;
        }
        longest = longer(longest, new Span(span.tier(), free, span.to()));
        return longest.seconds() < LEAST.toSeconds() ? span : longest;
    }

    private static Span longer(Span one, Span other) {
        return other.seconds() > one.seconds() ? other : one;
    }

    static Span before(Deviation deviation) {
        Source source = deviation.baseline() == null
                ? Source.RECENT
                : deviation.baseline().source();
        if (source == Source.RECENT) {
            Instant to = TierSegments.floor(deviation.onset(), Tier.ONE_MINUTE);
            return new Span(Tier.ONE_MINUTE, to.minus(HOUR), to);
        }
        Instant middle = TierSegments.floor(
                deviation.onset().minus(Duration.ofDays(source == Source.YESTERDAY ? 1 : 7)), Tier.ONE_MINUTE);
        return new Span(Tier.ONE_MINUTE, middle.minus(HOUR.dividedBy(2)), middle.plus(HOUR.dividedBy(2)));
    }

    private static Span after(Instant onset, Instant end, Instant now) {
        boolean isNow = end.isAfter(now.minus(LONG));
        Instant complete = isNow && end.minus(CALLS_DELAY).minus(LONG).isAfter(onset) ? end.minus(CALLS_DELAY) : end;
        Instant hourAgo = complete.minus(HOUR);
        Instant since = onset.isBefore(hourAgo) ? hourAgo : onset;
        if (since.equals(onset) && onset.isAfter(now.minus(KEPT))) {
            return new Span(Tier.TEN_SECONDS, onset, complete);
        }
        Instant from = TierSegments.floor(since, Tier.ONE_MINUTE);
        Instant to = TierSegments.floor(TierSegments.settled(complete, now), Tier.ONE_MINUTE);
        return new Span(Tier.ONE_MINUTE, from, to.isAfter(from) ? to : from.plus(LONG));
    }
}
