package dev.tidemark.query.history;

import dev.tidemark.query.parameter.InvalidParameterException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The width of a step. Steps begin at multiples of it since midnight UTC, on every day of a year. */
enum Interval {
    ONE_MINUTE("1m", Duration.ofMinutes(1)),
    FIVE_MINUTES("5m", Duration.ofMinutes(5)),
    QUARTER_HOUR("15m", Duration.ofMinutes(15)),
    ONE_HOUR("1h", Duration.ofHours(1)),
    SIX_HOURS("6h", Duration.ofHours(6)),
    ONE_DAY("1d", Duration.ofDays(1));

    private final String label;
    private final Duration width;

    Interval(String label, Duration width) {
        this.label = label;
        this.width = width;
    }

    Duration width() {
        return width;
    }

    /**
     * Returns the interval with this label; null for null.
     *
     * @throws InvalidParameterException if there is none
     */
    static @Nullable Interval of(@Nullable String label) {
        if (label == null) {
            return null;
        }
        for (Interval interval : values()) {
            if (interval.label.equals(label)) {
                return interval;
            }
        }
        throw new InvalidParameterException(
                "interval",
                label,
                "one of " + Arrays.stream(values()).map(one -> one.label).collect(Collectors.joining(", ")));
    }
}
