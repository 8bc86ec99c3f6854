package dev.tidemark.query.logs;

import dev.tidemark.query.parameter.InvalidParameterException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the time span of a request. */
@Singleton
final class Since {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,4})([smhd])");
    private static final Duration LONGEST = Duration.ofDays(31);

    private final Clock clock;

    Since(Clock clock) {
        this.clock = clock;
    }

    /** A time span: {@code from} is inclusive, {@code to} is exclusive. */
    record Span(Instant from, Instant to) {}

    /**
     * Parses {@code since} (default: one hour ago) and {@code until} (default: one minute from now, for clocks that are ahead).
     *
     * @throws InvalidParameterException if a value is not in the expected form
     */
    Span of(@Nullable String since, @Nullable String until) {
        Instant now = clock.instant();
        Instant to = until == null ? now.plusSeconds(60) : parse("until", until);
        Instant from = from(since == null ? "1h" : since, now);
        if (!from.isBefore(to)) {
            throw new InvalidParameterException(
                    "since " + from + " until " + to + ": expected since to be earlier than until");
        }
        if (Duration.between(from, now).compareTo(LONGEST) > 0) {
            throw new InvalidParameterException(
                    "since " + from + ": expected at most " + LONGEST.toDays() + " days back");
        }
        return new Span(from, to);
    }

    private static Instant from(String since, Instant now) {
        Matcher duration = DURATION.matcher(since);
        if (!duration.matches()) {
            return parse("since", since);
        }
        long count = Long.parseLong(duration.group(1));
        return now.minus(
                switch (duration.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    private static Instant parse(String name, String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            if (instant.isAfter(Instant.EPOCH) && instant.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return instant;
            }
        } catch (DateTimeException e) {
            // Reported below, with the expected form.
        }
        throw new InvalidParameterException(
                name,
                text,
                (name.equals("since") ? "a duration such as 15m or 24h, or " : "")
                        + "RFC 3339, such as 2026-11-21T09:40:34Z");
    }
}
