package dev.tidemark.bench.measure;

import java.util.Arrays;
import java.util.Locale;

/** One figure of a benchmark, and the bound it is meant to keep. */
public record Ratio(String name, double value, Goal goal, double bound) {
    private static final int PAIRS = 7;

    /** Which side of the bound is the good one. */
    public enum Goal {
        AT_LEAST(">="),
        AT_MOST("<=");

        private final String sign;

        Goal(String sign) {
            this.sign = sign;
        }
    }

    /** The line that tools read. It has six digits that count, so that 0.00999967 is not 0.01. */
    public String line() {
        return String.format(Locale.ROOT, "ratio %s %.6g goal %s %s", name, value, goal.sign, bound);
    }

    /**
     * How long {@code ours} takes in units of {@code peer}'s time: the two take turns, so that what else the machine does
     * hits both, and the median of the pairs is taken. Both are run once before, to be compiled.
     */
    public static double ofTimes(Runnable ours, Runnable peer) {
        nanos(ours);
        nanos(peer);
        double[] ratios = new double[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            // Who goes first changes, because the second finds the caches warm.
            if (i % 2 == 0) {
                double first = nanos(ours);
                ratios[i] = first / nanos(peer);
            } else {
                double first = nanos(peer);
                ratios[i] = nanos(ours) / first;
            }
        }
        return median(ratios);
    }

    /** The middle one of the pairs' ratios; of an even number, what is halfway between the two in the middle. */
    public static double median(double[] ratios) {
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double nanos(Runnable task) {
        long start = System.nanoTime();
        task.run();
        return System.nanoTime() - start;
    }
}
