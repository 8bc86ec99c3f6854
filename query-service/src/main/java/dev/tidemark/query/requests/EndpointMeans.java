package dev.tidemark.query.requests;

import dev.tidemark.query.figures.Rounding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mean latency of one endpoint in each step of a span, and in the time before it that its baseline needs. Not thread-safe. */
final class EndpointMeans {
    /** With fewer steps, none of them is usual. */
    private static final int MIN_STEPS = 5;

    private final long first;
    /** The mean can be that of few requests: a step in which there were any counts like each other. */
    private final float[] sums;

    private final int[] counts;

    /** @param first the number of the first step, of {@code steps} */
    EndpointMeans(long first, int steps) {
        this.first = first;
        this.sums = new float[steps];
        this.counts = new int[steps];
    }

    void add(EndpointMeanQueries.Sum sum) {
        long step = sum.step() - first;
        if (step >= 0 && step < sums.length) {
            sums[(int) step] += (float) sum.micros();
            counts[(int) step] += (int) Math.min(Integer.MAX_VALUE, sum.latencies());
        }
    }

    /** The means in milliseconds from the step {@code from} on; null where there was no request. */
    List<@Nullable Double> from(long from) {
        @Nullable Double[] means = new Double[(int) (first + sums.length - from)];
        for (int i = 0; i < means.length; i++) {
            means[i] = mean((int) (from - first) + i, 1);
        }
        return Arrays.asList(means);
    }

    /** The median of the means of {@code width} steps each; null if there are too few. */
    @Nullable Double usual(int width) {
        List<Double> means = new ArrayList<>();
        for (int i = 0; i + width <= sums.length; i += width) {
            Double mean = mean(i, width);
            if (mean != null) {
                means.add(mean);
            }
        }
        if (means.size() < MIN_STEPS) {
            return null;
        }
        means.sort(Double::compare);
        return means.get((means.size() - 1) / 2);
    }

    private @Nullable Double mean(int step, int width) {
        double sum = 0;
        double count = 0;
        for (int i = step; i < step + width; i++) {
            sum += sums[i];
            count += counts[i];
        }
        return count == 0 ? null : (Double) Rounding.millis(sum / count);
    }

    /** Its memory, about. */
    long heapBytes() {
        return 120 + 8L * sums.length;
    }
}
