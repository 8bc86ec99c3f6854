package dev.tidemark.bench;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import dev.tidemark.bench.Ratio.Goal;
import dev.tidemark.wire.sketch.LatencySketch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Our sketch against sketches-java's, with the same mapping and the same 1 %, on the same durations. */
final class SketchBench {
    private static final int SKETCHES = 10_000;
    private static final int VALUES = 1_000;
    private static final int DISTRIBUTIONS = 1_000;

    /** Keeps results alive, so that the compiler cannot leave the work out. */
    private double sink;

    List<Ratio> run() {
        long[] values = durations(new Random(1), VALUES);
        byte[] ours = ours(values).toBytes();
        byte[] theirs = encoded(theirs(values));
        System.out.println("bytes at 1,000 durations: ours " + ours.length + ", sketches-java " + theirs.length);
        return List.of(
                new Ratio("sketch_bytes_at_1000", ours.length, Goal.AT_MOST, 400),
                new Ratio("sketch_relative_error_max", worstError(), Goal.AT_MOST, 0.01),
                new Ratio("sketch_insert_vs_sketches_java", insert(values), Goal.AT_MOST, 1.0),
                new Ratio("sketch_decode_merge_vs_sketches_java", decodeMerge(ours, theirs), Goal.AT_MOST, 0.6));
    }

    double sink() {
        return sink;
    }

    private double insert(long[] values) {
        return Ratio.ofTimes(
                () -> {
                    for (int i = 0; i < SKETCHES; i++) {
                        sink += ours(values).count();
                    }
                },
                () -> {
                    for (int i = 0; i < SKETCHES; i++) {
                        sink += theirs(values).getCount();
                    }
                });
    }

    private double decodeMerge(byte[] ours, byte[] theirs) {
        return Ratio.ofTimes(
                () -> {
                    LatencySketch total = new LatencySketch();
                    for (int i = 0; i < SKETCHES; i++) {
                        total.mergeBytes(ours);
                    }
                    sink += total.count();
                },
                () -> {
                    DDSketch total = empty();
                    for (int i = 0; i < SKETCHES; i++) {
                        mergeEncoded(total, theirs);
                    }
                    sink += total.getCount();
                });
    }

    private static double worstError() {
        double worst = 0;
        for (int seed = 0; seed < DISTRIBUTIONS; seed++) {
            long[] values = durations(new Random(seed), 100 + seed);
            LatencySketch sketch = ours(values);
            Arrays.sort(values);
            for (double q : new double[] {0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1}) {
                long exact = values[(int) (q * (values.length - 1))];
                if (exact > 0) {
                    worst = Math.max(worst, Math.abs(sketch.quantile(q) - exact) / exact);
                }
            }
        }
        return worst;
    }

    /** Durations as a server has them: log-normal, its middle and its width drawn from the seed. */
    private static long[] durations(Random random, int n) {
        double median = 100 + random.nextInt(1_000_000);
        double width = 0.2 + 2 * random.nextDouble();
        return random.doubles(n, 0, 1)
                .mapToLong(ignored -> (long) (median * Math.exp(width * random.nextGaussian())))
                .toArray();
    }

    private static LatencySketch ours(long[] values) {
        LatencySketch sketch = new LatencySketch();
        for (long value : values) {
            sketch.add(value);
        }
        return sketch;
    }

    private static DDSketch theirs(long[] values) {
        DDSketch sketch = empty();
        for (long value : values) {
            sketch.accept(value);
        }
        return sketch;
    }

    private static DDSketch empty() {
        return new DDSketch(
                new CubicallyInterpolatedMapping(LatencySketch.RELATIVE_ERROR), UnboundedSizeDenseStore::new);
    }

    private static byte[] encoded(DDSketch sketch) {
        try {
            GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
            sketch.encode(out, true);
            return out.trimmedCopy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void mergeEncoded(DDSketch into, byte[] bytes) {
        try {
            into.decodeAndMergeWith(ByteArrayInput.wrap(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
