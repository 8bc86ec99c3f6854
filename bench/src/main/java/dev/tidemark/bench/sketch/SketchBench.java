package dev.tidemark.bench.sketch;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.measure.Ratio.Goal;
import dev.tidemark.wire.sketch.LatencySketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Compares our sketch to those of sketches-java, HdrHistogram and DataSketches with the same durations: 1,000 sketches of 1,000
 * log-normal durations each, all from different distributions. Four operations are compared: inserting all durations; merging the live
 * sketches into one; decoding the serialised sketches; and decoding and merging 10,000 serialised sketches (each of the 1,000 ten times)
 * in the fastest way of each kind. The size is the average in bytes. Only sketches-java, which has the same mapping and the same 1 %
 * error, sets goals; the others are for information.
 *
 * <p>The error is the maximum over nine percentiles of 1,000 distributions from seven families ({@link Durations}), compared to
 * {@code percentile_cont} of the same durations.
 *
 * <p>Not measured: encoding, reading a percentile, and memory.
 */
public final class SketchBench {
    private static final int SKETCHES = 1_000;
    private static final int VALUES = 1_000;
    private static final double[] RANKS = {0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};

    private final long[][] values = new long[SKETCHES][];
    private final SketchWork<LatencySketch> ours;

    public SketchBench() {
        Arrays.setAll(values, seed -> logNormal(new Random(seed)));
        ours = new SketchWork<>(new SketchKinds.Ours(), values);
    }

    public List<Ratio> run() {
        List<Ratio> ratios = new ArrayList<>();
        ratios.add(new Ratio("sketch_bytes_at_1000", ours.bytes().getAverage(), Goal.AT_MOST, 400));
        ratios.add(new Ratio("sketch_relative_error_max", worstError(), Goal.AT_MOST, 0.01));
        info("sketch_bytes_at_1000_widest", ours.bytes().getMax());
        SketchWork<?> sketchesJava = new SketchWork<>(new SketchKinds.SketchesJava(), values);
        ratios.add(new Ratio(
                "sketch_insert_vs_sketches_java",
                times("inserts", SketchWork::insert, sketchesJava),
                Goal.AT_MOST,
                1.0));
        ratios.add(new Ratio(
                "sketch_decode_merge_vs_sketches_java",
                times("decodes and merges", SketchWork::decodeMerge, sketchesJava),
                Goal.AT_MOST,
                0.6));
        inform("sketches_java", sketchesJava);
        compare("hdrhistogram", new SketchWork<>(new SketchKinds.HdrHistogram(), values));
        compare("datasketches_kll", new SketchWork<>(new SketchKinds.Kll(), values));
        return ratios;
    }

    private void compare(String name, SketchWork<?> peer) {
        info("sketch_insert_vs_" + name, times("inserts", SketchWork::insert, peer));
        info("sketch_decode_merge_vs_" + name, times("decodes and merges", SketchWork::decodeMerge, peer));
        inform(name, peer);
    }

    /** Figures without a goal, for any peer. */
    private void inform(String name, SketchWork<?> peer) {
        info("sketch_bytes_vs_" + name, ours.bytes().getAverage() / peer.bytes().getAverage());
        info("sketch_merge_vs_" + name, times("merges", SketchWork::merge, peer));
        info("sketch_decode_vs_" + name, times("decodes", SketchWork::decode, peer));
    }

    private double times(String what, Consumer<SketchWork<?>> task, SketchWork<?> peer) {
        System.err.println("sketch: " + what + " against " + peer.name());
        return Ratio.ofTimes(() -> task.accept(ours), () -> task.accept(peer));
    }

    private static void info(String name, double value) {
        System.out.printf(Locale.ROOT, "info %s %.4f%n", name, value);
    }

    private static double worstError() {
        double worst = 0;
        int worstSeed = 0;
        for (int seed = 0; seed < SKETCHES; seed++) {
            double error = error(Durations.ofSeed(seed).draw(seed, 100 + seed));
            if (!(error <= worst)) {
                worst = error;
                worstSeed = seed;
            }
        }
        System.err.printf(
                Locale.ROOT,
                "sketch: the worst error, %.9f, is that of seed %d, %s%n",
                worst,
                worstSeed,
                Durations.ofSeed(worstSeed));
        return worst;
    }

    private static double error(long[] values) {
        LatencySketch sketch = new LatencySketch();
        for (long value : values) {
            sketch.add(value);
        }
        Arrays.sort(values);
        return Arrays.stream(RANKS)
                .map(q -> Math.abs(sketch.quantile(q) / percentile(values, q) - 1))
                .max()
                .orElseThrow();
    }

    /** Computes the same value as {@code percentile_cont}. */
    private static double percentile(long[] sorted, double q) {
        double position = q * (sorted.length - 1);
        int rank = (int) position;
        double low = sorted[rank];
        return position == rank ? low : low + (position - rank) * (sorted[rank + 1] - low);
    }

    /** Durations typical of a server; the seed determines median and width. */
    private static long[] logNormal(Random random) {
        double median = 100 + random.nextInt(1_000_000);
        double width = 0.2 + 2 * random.nextDouble();
        return random.doubles(VALUES, 0, 1)
                .mapToLong(ignored -> (long) (median * Math.exp(width * random.nextGaussian())))
                .toArray();
    }
}
