package dev.tidemark.query.range;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The named time spans, which end now. */
public enum Period {
    FIVE_MINUTES("5m", Duration.ofMinutes(5)),
    FIFTEEN_MINUTES("15m", Duration.ofMinutes(15)),
    ONE_HOUR("1h", Duration.ofHours(1)),
    ONE_DAY("24h", Duration.ofHours(24)),
    SEVEN_DAYS("7d", Duration.ofDays(7));

    /** The default of requests without a period. */
    public static final Period DEFAULT = ONE_HOUR;

    private final String label;
    private final Duration length;

    Period(String label, Duration length) {
        this.label = label;
        this.length = length;
    }

    /** The name in a query: {@code 5m}, {@code 15m}, {@code 1h}, {@code 24h} or {@code 7d}. */
    public String label() {
        return label;
    }

    public Duration length() {
        return length;
    }

    /**
     * Returns the period with this label; {@link #DEFAULT} for null.
     *
     * @throws BadRangeException if there is no such period
     */
    public static Period of(@Nullable String label) {
        if (label == null) {
            return DEFAULT;
        }
        for (Period period : values()) {
            if (period.label.equals(label)) {
                return period;
            }
        }
        throw new BadRangeException("period \"" + BadRangeException.shorten(label) + "\": expected one of " + labels());
    }

    private static String labels() {
        return Arrays.stream(values()).map(Period::label).collect(Collectors.joining(", "));
    }
}
