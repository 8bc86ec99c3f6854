package dev.tidemark.query.range;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * The span of a page, as its address has it. The scripts of the page understand an address in the same way.
 *
 * @param range the question to the features
 * @param words the span in words: {@code last 1h}, or {@code 2026-11-21 09:00:00 to 10:00:00 UTC}
 */
public record PageSpan(RangeQuery range, String words) {
    private static final int DAY_LENGTH = "2026-11-21 ".length();
    private static final DateTimeFormatter WORDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    /**
     * Returns the span of an address: with {@code from}, a period is not read.
     *
     * @throws BadRangeException if there is no such period; a bad {@code from} or {@code to} is refused when the range is read
     */
    public static PageSpan of(@Nullable String period, @Nullable String from, @Nullable String to) {
        if (from == null && to != null) {
            return new PageSpan(new RangeQuery(period, null, to), "until " + words(to) + " UTC");
        }
        if (from == null) {
            String label = Period.of(period).label();
            return new PageSpan(RangeQuery.period(period), "last " + label);
        }
        return new PageSpan(new RangeQuery(null, from, to), words(from, to));
    }

    private static String words(String from, @Nullable String to) {
        String begin = words(from);
        if (to == null) {
            return "since " + begin + " UTC";
        }
        String end = words(to);
        String day = begin.substring(0, Math.min(begin.length(), DAY_LENGTH));
        // The day is said once.
        return begin + " to " + (end.startsWith(day) ? end.substring(day.length()) : end) + " UTC";
    }

    private static String words(String time) {
        try {
            Instant instant = OffsetDateTime.parse(time).toInstant();
            return WORDS.format(instant);
        } catch (DateTimeParseException e) {
            return BadRangeException.shorten(time);
        }
    }
}
