package dev.tidemark.query.range;

import dev.tidemark.query.parameter.InvalidParameterException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The earlier span that figures are compared with: the same hours of yesterday, or of a week ago. */
public enum Comparison {
    DAY("day", Duration.ofDays(1)),
    WEEK("week", Duration.ofDays(7));

    private final String label;
    private final Duration shift;

    Comparison(String label, Duration shift) {
        this.label = label;
        this.shift = shift;
    }

    /** The name in a query: {@code day} or {@code week}. */
    public String label() {
        return label;
    }

    /** How much earlier it is. */
    public Duration shift() {
        return shift;
    }

    /**
     * Returns the comparison with this label; null for null.
     *
     * @throws InvalidParameterException if there is no such comparison
     */
    public static @Nullable Comparison of(@Nullable String label) {
        if (label == null) {
            return null;
        }
        for (Comparison comparison : values()) {
            if (comparison.label.equals(label)) {
                return comparison;
            }
        }
        throw new InvalidParameterException("compare", label, "day or week");
    }
}
