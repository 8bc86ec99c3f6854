package dev.tidemark.query.diagnosis.detect;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is usual for an endpoint or a service: medians and robust spreads of blocks of at least a minute and 10 requests.
 *
 * @param source where it was read
 * @param requests the requests it is made of
 * @param blocks the number of blocks
 * @param blockLatencies the usual number of latencies in a block
 * @param meanMillis the usual mean latency, each without the slowest request of its block
 * @param meanSpread the spread of its natural logarithm
 * @param p95Millis the usual 95th percentile; null if no block has enough requests for one
 * @param p95Spread the spread of its logarithm
 * @param highMillis the mean latency that a tenth of the blocks exceeds
 * @param highP95Millis the same of the 95th percentile; null as that
 * @param peakMillis the mean latency that one block in 50 exceeds
 * @param bursts short times that are slower
 */
public record Baseline(
        Source source,
        long requests,
        int blocks,
        double blockLatencies,
        double meanMillis,
        double meanSpread,
        @Nullable Double p95Millis,
        double p95Spread,
        double highMillis,
        @Nullable Double highP95Millis,
        double peakMillis,
        Bursts bursts) {
    /** Fewer requests of a block have no meaningful mean. */
    static final int MIN_LATENCIES = 10;
    /** Fewer requests of a block have no 95th percentile that one slow request does not decide. */
    static final int MIN_OF_P95 = 40;

    private static final int MIN_BLOCKS = 3;
    private static final int FEW_BLOCKS = 10;
    private static final int MIN_P95_BLOCKS = 3;
    private static final Duration LONGEST = Duration.ofHours(1);
    /** Latencies differ by this much everywhere. */
    private static final double LEAST_SPREAD = 0.15;
    /** Of few blocks, the spread is a guess. */
    private static final double LEAST_OF_FEW = 0.3;
    /** However restless an endpoint is, ten times its usual latency is noticed. */
    private static final double MOST_SPREAD = 0.4;
    /** A window holds a sixth of the requests of a minute, but part of its noise is not that of small numbers. */
    private static final double MOST_RATIO = 3;

    private static final double RESTLESS = 1.5;

    /** The hours that a baseline was read from. */
    public enum Source {
        RECENT("the last hours"),
        YESTERDAY("the same hour of yesterday"),
        LAST_WEEK("the same hour of a week ago");

        private final String text;

        Source(String text) {
            this.text = text;
        }

        /** In words. */
        public String text() {
            return text;
        }
    }

    /** The baseline of these minutes, oldest first; null if there are too few requests to say what is usual. */
    public static @Nullable Baseline of(List<Window> minutes, Source source) {
        List<Window> blocks = Units.of(minutes, MIN_LATENCIES, MIN_LATENCIES, LONGEST);
        if (blocks.size() < MIN_BLOCKS) {
            return null;
        }
        double[] means = values(blocks, window -> Math.max(0.001, window.typicalMillis()));
        double[] p95 = blocks.stream()
                .filter(block -> block.latencies() >= MIN_OF_P95)
                .map(block -> block.quantileMillis(0.95))
                .filter(Objects::nonNull)
                .mapToDouble(value -> Math.max(0.001, value))
                .toArray();
        long requests = minutes.stream().mapToLong(Window::requests).sum();
        return new Baseline(
                source,
                requests,
                blocks.size(),
                Robust.median(values(blocks, Window::latencies)),
                Robust.median(means),
                spread(means),
                p95.length < MIN_P95_BLOCKS ? null : Robust.median(p95),
                spread(p95),
                Robust.quantile(means, 0.9),
                p95.length < MIN_P95_BLOCKS ? null : Robust.quantile(p95, 0.9),
                Robust.quantile(means, 0.98),
                Bursts.of(blocks, Robust.median(means)));
    }

    /** A mean latency that is not usual: above that of nine of ten blocks, or four times the usual one. */
    double restlessMillis() {
        return Math.min(1.2 * highMillis, 4 * meanMillis);
    }

    /** Whether short bursts are usual: one minute in 50 takes half as long again. */
    boolean isRestless() {
        return peakMillis >= RESTLESS * meanMillis;
    }

    /** By how many spreads the mean latency of {@code unit} is above the usual one. */
    double meanScore(Window unit) {
        return score(unit.typicalMillis() / meanMillis, meanSpread, unit.latencies());
    }

    /** By how many spreads a 95th percentile of so many latencies is above the usual one. */
    double p95Score(double millis, double usual, long latencies) {
        return score(millis / usual, p95Spread, latencies);
    }

    private double score(double factor, double spread, long latencies) {
        double ratio = Math.clamp(blockLatencies / Math.max(1, latencies), 1, MOST_RATIO);
        double least = blocks < FEW_BLOCKS ? LEAST_OF_FEW : LEAST_SPREAD;
        return Math.log(Math.max(1e-6, factor)) / Math.max(least, Math.min(MOST_SPREAD, spread) * Math.sqrt(ratio));
    }

    private static double[] values(List<Window> blocks, ToDoubleFunction<Window> value) {
        return blocks.stream().mapToDouble(value).toArray();
    }

    private static double spread(double[] values) {
        double[] logarithms = values.clone();
        for (int i = 0; i < logarithms.length; i++) {
            logarithms[i] = Math.log(logarithms[i]);
        }
        return Robust.spread(logarithms);
    }
}
