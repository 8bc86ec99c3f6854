package dev.tidemark.bench.sketch;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.measure.Ratio.Goal;
import dev.tidemark.wire.sketch.LatencySketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Our sketch against sketches-java's, HdrHistogram's and DataSketches' on the same durations. What is inserted are the
 * durations of 1,000 sketches, no two of the same distribution; what is decoded and merged are 10,000 serialised sketches:
 * those 1,000, ten times over. Bytes are their average. Only sketches-java, which has the same mapping and the same 1 %, sets goals; the others are
 * for information.
 */
public final class SketchBench {
    private static final int SKETCHES = 1_000;
    private static final int ROUNDS = 10;
    private static final int VALUES = 1_000;

    private final SketchKinds.Ours ours = new SketchKinds.Ours();

    /** Keeps results alive, so that the compiler cannot leave the work out. */
    private long kept;

    public List<Ratio> run() {
        long[][] values = new long[SKETCHES][];
        for (int seed = 0; seed < SKETCHES; seed++) {
            values[seed] = durations(new Random(seed), VALUES);
        }
        List<Ratio> ratios = new ArrayList<>();
        byte[][] stored = stored(ours, values);
        ratios.add(new Ratio("sketch_bytes_at_1000", mean(stored), Goal.AT_MOST, 400));
        ratios.add(new Ratio("sketch_relative_error_max", worstError(), Goal.AT_MOST, 0.01));
        info(
                "sketch_bytes_at_1000_widest",
                Arrays.stream(stored).mapToInt(bytes -> bytes.length).max().orElseThrow());
        SketchKind<?> peer = new SketchKinds.SketchesJava();
        byte[][] peerStored = stored(peer, values);
        ratios.add(new Ratio("sketch_insert_vs_sketches_java", insert(values, peer), Goal.AT_MOST, 1.0));
        ratios.add(new Ratio(
                "sketch_decode_merge_vs_sketches_java", decodeMerge(stored, peer, peerStored), Goal.AT_MOST, 0.6));
        info("sketch_bytes_vs_sketches_java", mean(stored) / mean(peerStored));
        compare("hdrhistogram", new SketchKinds.HdrHistogram(), values, stored);
        compare("datasketches_kll", new SketchKinds.Kll(), values, stored);
        System.err.println("sketch: done, " + kept);
        return ratios;
    }

    private void compare(String name, SketchKind<?> peer, long[][] values, byte[][] stored) {
        byte[][] peerStored = stored(peer, values);
        info("sketch_bytes_vs_" + name, mean(stored) / mean(peerStored));
        info("sketch_insert_vs_" + name, insert(values, peer));
        info("sketch_decode_merge_vs_" + name, decodeMerge(stored, peer, peerStored));
    }

    private static void info(String name, double value) {
        System.out.printf(Locale.ROOT, "info %s %.4f%n", name, value);
    }

    private double insert(long[][] values, SketchKind<?> peer) {
        System.err.println("sketch: inserts against " + peer.getClass().getSimpleName());
        return Ratio.ofTimes(() -> kept += insertAll(ours, values), () -> kept += insertAll(peer, values));
    }

    private static <S> long insertAll(SketchKind<S> kind, long[][] values) {
        long made = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (long[] of : values) {
                made += kind.of(of) == null ? 0 : 1;
            }
        }
        return made;
    }

    private double decodeMerge(byte[][] stored, SketchKind<?> peer, byte[][] peerStored) {
        System.err.println(
                "sketch: decodes and merges against " + peer.getClass().getSimpleName());
        byte[][] all = repeated(stored);
        byte[][] peerAll = repeated(peerStored);
        return Ratio.ofTimes(() -> kept += ours.mergeAll(all), () -> kept += peer.mergeAll(peerAll));
    }

    private static byte[][] repeated(byte[][] stored) {
        byte[][] all = new byte[ROUNDS * stored.length][];
        Arrays.setAll(all, i -> stored[i % stored.length]);
        return all;
    }

    private static <S> byte[][] stored(SketchKind<S> kind, long[][] values) {
        return Arrays.stream(values).map(kind::of).map(kind::toBytes).toArray(byte[][]::new);
    }

    private static double mean(byte[][] stored) {
        return Arrays.stream(stored).mapToInt(bytes -> bytes.length).average().orElseThrow();
    }

    private double worstError() {
        double worst = 0;
        for (int seed = 0; seed < SKETCHES; seed++) {
            long[] values = durations(new Random(seed), 100 + seed);
            LatencySketch sketch = ours.of(values);
            Arrays.sort(values);
            for (double q : new double[] {0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1}) {
                double exact = percentile(values, q);
                if (exact > 0) {
                    worst = Math.max(worst, Math.abs(sketch.quantile(q) - exact) / exact);
                }
            }
        }
        return worst;
    }

    /** As {@code percentile_cont} has it. */
    private static double percentile(long[] sorted, double q) {
        double position = q * (sorted.length - 1);
        int rank = (int) position;
        double low = sorted[rank];
        return position == rank ? low : low + (position - rank) * (sorted[rank + 1] - low);
    }

    /** Durations as a server has them: log-normal, its middle and its width drawn from the seed. */
    private static long[] durations(Random random, int n) {
        double median = 100 + random.nextInt(1_000_000);
        double width = 0.2 + 2 * random.nextDouble();
        return random.doubles(n, 0, 1)
                .mapToLong(ignored -> (long) (median * Math.exp(width * random.nextGaussian())))
                .toArray();
    }
}
