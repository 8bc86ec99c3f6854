package dev.tidemark.query.range;

import dev.tidemark.wire.event.Tier;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Validates requested time spans and converts them to a {@link TimeRange}. */
@Singleton
public final class TimeRanges {
    /** A quarter of a year, which is read from windows of 1 h in about 1 s. */
    static final Duration LONGEST = Duration.ofDays(92);

    private final Clock clock;
    private final Function<Tier, Optional<Duration>> retention;
    private final Function<Tier, Optional<Duration>> retentionWithCalls;

    @Inject
    TimeRanges(Clock clock, Retention retention) {
        this(clock, retention::of, retention::withCalls);
    }

    /**
     * @param retention how long windows are kept; empty if unknown
     * @param retentionWithCalls how long those of calls are kept, too
     */
    TimeRanges(
            Clock clock,
            Function<Tier, Optional<Duration>> retention,
            Function<Tier, Optional<Duration>> retentionWithCalls) {
        this.clock = clock;
        this.retention = retention;
        this.retentionWithCalls = retentionWithCalls;
    }

    /**
     * Returns the requested span, widened to whole windows.
     *
     * @throws BadRangeException if it is malformed, in the future or too long
     */
    public TimeRange of(RangeQuery query) {
        return of(query, retention);
    }

    /**
     * The same for questions that also read calls: the disk guard may have dropped them, and left the requests.
     *
     * @throws BadRangeException as {@link #of(RangeQuery)}
     */
    public TimeRange withCalls(RangeQuery query) {
        return of(query, retentionWithCalls);
    }

    /**
     * Returns the requested span, or the one that is earlier by {@code shift} if that is not null.
     *
     * @throws BadRangeException as {@link #of(RangeQuery)}
     */
    public TimeRange of(RangeQuery query, @Nullable Comparison shift) {
        return of(shift == null ? query : earlier(query, shift));
    }

    /**
     * The same for questions that also read calls.
     *
     * @throws BadRangeException as {@link #of(RangeQuery)}
     */
    public TimeRange withCalls(RangeQuery query, @Nullable Comparison shift) {
        return withCalls(shift == null ? query : earlier(query, shift));
    }

    private TimeRange of(RangeQuery query, Function<Tier, Optional<Duration>> kept) {
        Instant now = now();
        String from = query.from();
        String to = query.to();
        if (from == null && to == null) {
            return range(now.minus(Period.of(query.period()).length()), now, now, kept);
        }
        if (query.period() != null) {
            throw new BadRangeException("period \"" + BadRangeException.shorten(query.period())
                    + "\" with from or to: expected one or the other");
        }
        if (from == null) {
            throw new BadRangeException("to without from: expected both, or only from, which means up to now");
        }
        return checked(parse("from", from), to == null ? now : parse("to", to), now, kept);
    }

    /**
     * Returns the query for the same hours a day or a week earlier. It ends as long before now as {@code query} does, so that an
     * incomplete window is not compared with a whole one; both are widened to whole windows.
     *
     * @throws BadRangeException as {@link #of(RangeQuery)}
     */
    public RangeQuery earlier(RangeQuery query, Comparison comparison) {
        TimeRange range = of(query);
        Instant end = range.to().isBefore(range.now()) ? range.to() : range.now();
        // A period is not widened first: that could make it longer than its windows are read for.
        Instant start = query.from() == null
                ? range.now().minus(Period.of(query.period()).length())
                : range.from();
        return new RangeQuery(
                null,
                start.minus(comparison.shift()).toString(),
                end.minus(comparison.shift()).toString());
    }

    /** Returns the newest windows of 10 s within the last {@code length}, including the current, incomplete one. */
    public TimeRange newest(Duration length) {
        Instant now = now();
        TimeRange range = TimeRange.widened(now.minus(length), now, Tier.TEN_SECONDS, now);
        return new TimeRange(range.from().plus(Tier.TEN_SECONDS.size()), range.to(), Tier.TEN_SECONDS, now);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static TimeRange checked(Instant from, Instant to, Instant now, Function<Tier, Optional<Duration>> kept) {
        if (!from.isBefore(to)) {
            throw new BadRangeException("from " + from + " to " + to + ": expected from to be earlier than to");
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw new BadRangeException(
                    "from " + from + " to " + to + ": expected a span of at most " + LONGEST.toDays() + " days");
        }
        TimeRange range = range(from, to, now, kept);
        // The end of the current window is allowed, so that a client can send the "to" of an answer again.
        if (range.to().isAfter(TimeRange.ceiling(now, range.tier()))) {
            throw new BadRangeException(
                    "to " + to + ": expected a time that is not in the future; the current time is " + now);
        }
        return range;
    }

    private static TimeRange range(Instant from, Instant to, Instant now, Function<Tier, Optional<Duration>> kept) {
        return TimeRange.widened(from, to, tier(from, to, now, kept), now);
    }

    private static Tier tier(Instant from, Instant to, Instant now, Function<Tier, Optional<Duration>> kept) {
        Duration length = Duration.between(from, to);
        Duration age = Duration.between(from, now);
        if (fits(Tier.TEN_SECONDS, Duration.ofHours(1), length, age, kept)) {
            return Tier.TEN_SECONDS;
        }
        return fits(Tier.ONE_MINUTE, Duration.ofHours(24), length, age, kept) ? Tier.ONE_MINUTE : Tier.ONE_HOUR;
    }

    /** While the retention is unknown, only a span that is also young is read from narrow windows: wider ones are kept longer. */
    private static boolean fits(
            Tier tier, Duration longest, Duration length, Duration age, Function<Tier, Optional<Duration>> kept) {
        return length.compareTo(longest) <= 0
                && kept.apply(tier)
                        .map(retention -> age.compareTo(retention) < 0)
                        .orElseGet(() -> age.compareTo(longest) <= 0);
    }

    private static Instant parse(String name, String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            int year = instant.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 1970 && year <= 9999) {
                return instant;
            }
        } catch (DateTimeException e) {
            // Falls through to the exception below.
        }
        throw new BadRangeException(
                name + " \"" + BadRangeException.shorten(text) + "\": expected RFC 3339, such as 2026-11-21T09:40:34Z");
    }
}
