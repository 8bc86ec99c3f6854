package dev.tidemark.query.range;

import dev.tidemark.wire.event.Tier;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Turns what a reader asks for into a {@link TimeRange}, or says what is wrong with it. */
@Singleton
public final class TimeRanges {
    /** A quarter: what can be read from windows of an hour in about a second. */
    static final Duration LONGEST = Duration.ofDays(92);

    private final Clock clock;
    private final RangeSettings settings;

    TimeRanges(Clock clock, RangeSettings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * The span that is asked for, widened to whole windows.
     *
     * @throws BadRangeException if it cannot be answered
     */
    public TimeRange of(RangeQuery query) {
        Instant now = now();
        String from = query.from();
        String to = query.to();
        if (from == null && to == null) {
            return range(now.minus(Period.of(query.period()).length()), now, now);
        }
        if (query.period() != null) {
            throw new BadRangeException("period \"" + BadRangeException.shorten(query.period())
                    + "\" with from or to: expected one or the other");
        }
        if (from == null) {
            throw new BadRangeException("to without from: expected both, or from alone, which means up to now");
        }
        return checked(parse("from", from), to == null ? now : parse("to", to), now);
    }

    /** The newest windows of 10 s, the one that is being filled among them: {@code length} up to now, at most. */
    public TimeRange newest(Duration length) {
        Instant now = now();
        TimeRange range = TimeRange.widened(now.minus(length), now, Tier.TEN_SECONDS, now);
        return new TimeRange(range.from().plus(Tier.TEN_SECONDS.size()), range.to(), Tier.TEN_SECONDS, now);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private TimeRange checked(Instant from, Instant to, Instant now) {
        if (!from.isBefore(to)) {
            throw new BadRangeException("from " + from + " to " + to + ": expected from to be earlier than to");
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw new BadRangeException(
                    "from " + from + " to " + to + ": expected a span of at most " + LONGEST.toDays() + " days");
        }
        TimeRange range = range(from, to, now);
        // Up to the end of the window that is being filled: an answer's own "to" may be asked for again.
        if (range.to().isAfter(TimeRange.ceiling(now, range.tier()))) {
            throw new BadRangeException("to " + to + ": expected a time that is not in the future, it is now " + now);
        }
        return range;
    }

    private TimeRange range(Instant from, Instant to, Instant now) {
        return TimeRange.widened(from, to, tier(from, to, now), now);
    }

    private Tier tier(Instant from, Instant to, Instant now) {
        Duration length = Duration.between(from, to);
        Duration age = Duration.between(from, now);
        if (length.compareTo(Duration.ofHours(1)) <= 0 && age.compareTo(settings.rollup10s()) < 0) {
            return Tier.TEN_SECONDS;
        }
        if (length.compareTo(Duration.ofHours(24)) <= 0 && age.compareTo(settings.rollup1m()) < 0) {
            return Tier.ONE_MINUTE;
        }
        return Tier.ONE_HOUR;
    }

    private static Instant parse(String name, String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            int year = instant.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 1970 && year <= 9999) {
                return instant;
            }
        } catch (DateTimeException e) {
            // Told below, in the words of the contract.
        }
        throw new BadRangeException(
                name + " \"" + BadRangeException.shorten(text) + "\": expected RFC 3339, such as 2026-11-21T09:40:34Z");
    }
}
