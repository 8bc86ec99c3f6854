package dev.tidemark.query.figures;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** Rounds figures before they leave the service. Results are always finite, because JSON has no NaN: NaN and infinity become 0. */
public final class Rounding {
    private static final double MICROS_IN_MILLI = 1000;
    private static final double BYTES_IN_MEGABYTE = 1 << 20;

    private Rounding() {}

    /** Rounds to two decimals. */
    public static double two(double value) {
        return rounded(value, 100);
    }

    /** Rounds to three decimals. */
    public static double three(double value) {
        return rounded(value, 1000);
    }

    /** Rounds to four decimals: a share of 1 of which a hundredth of a percent still shows. */
    public static double four(double value) {
        return rounded(value, 10_000);
    }

    /** Rounds to six significant digits: for values of any magnitude. */
    public static double significant(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).round(new MathContext(6)).doubleValue()
                : 0;
    }

    /** Converts microseconds to milliseconds with three decimals: with fewer, short latencies would be off by more than 1 %. */
    public static double millis(double micros) {
        return rounded(micros / MICROS_IN_MILLI, 1000);
    }

    /** Converts bytes to MiB with two decimals. */
    public static double megabytes(double bytes) {
        return two(bytes / BYTES_IN_MEGABYTE);
    }

    /** Returns {@code part} as a percentage of {@code whole}, with two decimals; 0 if {@code whole} is 0. */
    public static double percent(double part, double whole) {
        return whole > 0 ? two(100 * part / whole) : 0;
    }

    /** As {@link #percent}, but null if {@code whole} is 0. */
    public static @Nullable Double share(double part, double whole) {
        return whole > 0 ? percent(part, whole) : null;
    }

    /** As {@link #two}, but null if the value is null or not finite. */
    public static @Nullable Double knownTwo(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? null : two(value);
    }

    /** As {@link #three}, but null if the value is null or not finite. */
    public static @Nullable Double knownThree(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? null : three(value);
    }

    /** As {@link #megabytes}, but null if the value is null. */
    public static @Nullable Double knownMegabytes(@Nullable Long bytes) {
        return bytes == null ? null : megabytes(bytes);
    }

    private static double rounded(double value, double factor) {
        return Double.isFinite(value) ? Math.round(value * factor) / factor : 0;
    }
}
