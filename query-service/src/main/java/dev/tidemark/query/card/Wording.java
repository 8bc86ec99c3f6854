package dev.tidemark.query.card;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Formats figures for pages, rounded to the digits that matter at a glance. */
public final class Wording {
    /** Shown for unknown figures. */
    public static final String NONE = "–";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Wording() {}

    public static String millis(double millis) {
        if (millis < 10) {
            return format("%.1f ms", millis);
        }
        return millis < 1000 ? format("%.0f ms", millis) : format("%.2f s", millis / 1000);
    }

    public static String percent(double percent) {
        return format(percent > 0 && percent < 10 ? "%.2f %%" : "%.1f %%", percent);
    }

    public static String count(long count) {
        return format("%,d", count);
    }

    public static String perSecond(double rate) {
        if (rate > 0 && rate < 1) {
            return format("%.2f/s", rate);
        }
        return format(rate < 100 ? "%.1f/s" : "%,.0f/s", rate);
    }

    public static String megabytes(double megabytes) {
        return megabytes < 1024 ? format("%.1f MB", megabytes) : format("%.1f GB", megabytes / 1024);
    }

    public static String gigabytes(double gigabytes) {
        return gigabytes < 1024 ? format("%.1f GB", gigabytes) : format("%.1f TB", gigabytes / 1024);
    }

    public static String age(@Nullable Long millis) {
        long seconds = millis == null ? 0 : Math.max(0, millis) / 1000;
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
    }

    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** Formats a past time in UTC as hours and minutes, with month and day if it is at least 20 h before {@code now}. */
    public static String since(Instant instant, Instant now) {
        boolean sameDay = Duration.between(instant, now).compareTo(Duration.ofHours(20)) < 0;
        return (sameDay ? MINUTE : DAY).format(instant);
    }

    /** Formats a figure; returns {@link #NONE} if it is null. */
    public static <T> String orNone(@Nullable T value, Function<T, String> words) {
        return value == null ? NONE : words.apply(value);
    }

    /** Appends the counted span to {@code name}, as in "evicted, last 5 min"; returns only the name if the span is unknown. */
    public static String counted(String name, @Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null
                ? name
                : name + ", last " + age(Duration.between(from, to).toMillis());
    }

    private static String format(String form, Object value) {
        return String.format(Locale.ROOT, form, value);
    }
}
