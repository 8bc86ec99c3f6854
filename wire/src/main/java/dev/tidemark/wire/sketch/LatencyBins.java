package dev.tidemark.wire.sketch;

/**
 * Maps positive whole numbers to bins whose two ends are at most 2 % apart, so that a bin's middle is within 1 % of each
 * value in it.
 *
 * <p>This is the cubically interpolated mapping of DDSketch (Masson, Rim, Lee: "DDSketch: A fast and fully-mergeable
 * quantile sketch with relative-error guarantees", VLDB 2019; the cubic form is in DataDog's sketches-java). A value is
 * split into exponent {@code e} and mantissa {@code 1 + s}; its index is {@code 35 e + floor(6 s³ - 21 s² + 50 s)}. The
 * polynomial rises by 35 over an octave, and its slope in the logarithm, {@code (1 + s)(18 s² - 42 s + 50)}, is at least
 * 50: no bin is wider than {@code e^(1/50)}, which makes the relative error at most {@code tanh(1/100) < 1 %}. There is
 * no logarithm in it and all coefficients are whole, so every JVM computes the same bin.
 */
final class LatencyBins {
    private static final int BINS_PER_OCTAVE = 35;

    /** The index of {@link Long#MAX_VALUE}, the largest there is. */
    static final int MAX_INDEX = index(Long.MAX_VALUE);

    private static final double[] LOWER_MANTISSA = lowerMantissas();

    private LatencyBins() {}

    /** The bin of {@code value}, which must be at least 1. */
    static int index(long value) {
        double asDouble = value;
        int exponent = Math.getExponent(asDouble);
        double s = mantissa(asDouble) - 1;
        return BINS_PER_OCTAVE * exponent + (int) polynomial(s);
    }

    /** The octave of a bin, as PartSums numbers them: no bin lies in two. */
    static int octave(int index) {
        return index / BINS_PER_OCTAVE + 1;
    }

    /** The value that represents a bin: its relative distance from both ends is the same. */
    static double representative(int index) {
        double lower = lowerBound(index);
        double upper = lowerBound(index + 1);
        return 2 * lower * upper / (lower + upper);
    }

    private static double lowerBound(int index) {
        int exponent = index / BINS_PER_OCTAVE;
        return Math.scalb(LOWER_MANTISSA[index % BINS_PER_OCTAVE], exponent);
    }

    private static double mantissa(double value) {
        long fraction = Double.doubleToRawLongBits(value) & 0x000F_FFFF_FFFF_FFFFL;
        return Double.longBitsToDouble(fraction | 0x3FF0_0000_0000_0000L);
    }

    private static double polynomial(double s) {
        return ((6 * s - 21) * s + 50) * s;
    }

    /** The lower bound of each bin of an octave, found by bisection: this runs once, and avoids inverting a cubic. */
    private static double[] lowerMantissas() {
        double[] bounds = new double[BINS_PER_OCTAVE];
        for (int bin = 0; bin < BINS_PER_OCTAVE; bin++) {
            double low = 0;
            double high = 1;
            while (Math.nextUp(low) < high && high - low > 0x1p-53) {
                double middle = (low + high) / 2;
                if (polynomial(middle) < bin) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            bounds[bin] = 1 + (bin == 0 ? 0 : high);
        }
        return bounds;
    }
}
