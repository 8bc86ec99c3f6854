package dev.tidemark.query.diagnosis.detect;

import java.util.Arrays;

/** Statistics that a minority of outliers, of any size, does not move. */
final class Robust {
    /** Makes the median absolute deviation of a normal distribution its standard deviation. */
    private static final double NORMAL = 1.4826;

    private Robust() {}

    /** The median, which is 0 without values. */
    static double median(double[] values) {
        return quantile(values, 0.5);
    }

    /** The value at rank {@code q} of the sorted values, between neighbours in proportion. */
    static double quantile(double[] values, double q) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double rank = q * (sorted.length - 1);
        int low = (int) rank;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (rank - low) * (sorted[high] - sorted[low]);
    }

    /** The spread around the median, as a standard deviation. */
    static double spread(double[] values) {
        double median = median(values);
        return NORMAL
                * median(Arrays.stream(values)
                        .map(value -> Math.abs(value - median))
                        .toArray());
    }
}
