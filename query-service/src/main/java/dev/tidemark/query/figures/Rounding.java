package dev.tidemark.query.figures;

import org.jspecify.annotations.Nullable;

/** Rounds what leaves the service. The results are always finite: JSON has no NaN, so nothing counted is 0. */
public final class Rounding {
    private static final double MICROS_IN_MILLI = 1000;
    private static final double BYTES_IN_MEGABYTE = 1 << 20;

    private Rounding() {}

    /** {@code value} with two decimals. */
    public static double two(double value) {
        return rounded(value, 100);
    }

    /** Milliseconds of so many microseconds, with three decimals: rounded more, short latencies would lose their 1 %. */
    public static double millis(double micros) {
        return rounded(micros / MICROS_IN_MILLI, 1000);
    }

    /** MiB of so many bytes, with two decimals. */
    public static double megabytes(double bytes) {
        return two(bytes / BYTES_IN_MEGABYTE);
    }

    /** {@code part} of {@code whole} in percent, with two decimals; 0 of nothing is 0. */
    public static double percent(double part, double whole) {
        return whole > 0 ? two(100 * part / whole) : 0;
    }

    /** As {@link #percent}, but null of nothing. */
    public static @Nullable Double share(double part, double whole) {
        return whole > 0 ? percent(part, whole) : null;
    }

    /** As {@link #two}, but null of what is not known, or no number. */
    public static @Nullable Double knownTwo(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? null : two(value);
    }

    /** As {@link #megabytes}, but null of what is not known. */
    public static @Nullable Double knownMegabytes(@Nullable Long bytes) {
        return bytes == null ? null : megabytes(bytes);
    }

    private static double rounded(double value, double factor) {
        return Double.isFinite(value) ? Math.round(value * factor) / factor : 0;
    }
}
