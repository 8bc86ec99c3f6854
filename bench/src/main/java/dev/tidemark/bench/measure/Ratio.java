package dev.tidemark.bench.measure;

import java.util.Arrays;
import java.util.Locale;

/** One figure of a benchmark, with its goal. */
public record Ratio(String name, double value, Goal goal, double bound) {
    private static final int PAIRS = 7;

    /** On which side of the bound the value should be. */
    public enum Goal {
        AT_LEAST(">="),
        AT_MOST("<=");

        private final String sign;

        Goal(String sign) {
            this.sign = sign;
        }
    }

    /** The line for tools, with six significant digits, so that 0.00999967 is not printed as 0.01. */
    public String line() {
        return String.format(Locale.ROOT, "ratio %s %.6g goal %s %s", name, value, goal.sign, bound);
    }

    /**
     * Returns the time of {@code ours} divided by that of {@code peer}, the median of several pairs. The two take turns, so that other
     * load on the machine affects both. Both run once before, to warm up.
     */
    public static double ofTimes(Runnable ours, Runnable peer) {
        nanos(ours);
        nanos(peer);
        double[] ratios = new double[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            // The order alternates, because the second one finds warm caches.
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

    /** Returns the median; for an even number, the mean of the two middle values. */
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
