package dev.tidemark.wire.sketch;

import static dev.tidemark.wire.sketch.Durations.sketchOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
final class LatencySketchMergeTest {
    private static final byte[] FULL = {1, -1, -1, -1, -1, -1, -1, -1, -1, 0x7F, 0};

    @Test
    void merge_anyOrderAndGrouping_givesTheBytesOfTheWhole() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            long[] all = mixed(random, 1 + random.nextInt(400));
            byte[] whole = sketchOf(all).toBytes();

            List<LatencySketch> parts = parts(all, random);
            while (parts.size() > 1) {
                Collections.shuffle(parts, random);
                LatencySketch taken = parts.remove(parts.size() - 1);
                LatencySketch into = parts.get(0);
                if (random.nextBoolean()) {
                    into.merge(taken);
                } else {
                    into.mergeBytes(taken.toBytes());
                }
            }

            assertThat(parts.get(0).toBytes()).as("round %d", round).isEqualTo(whole);
            assertThat(parts.get(0).count()).isEqualTo(all.length);
        }
    }

    @Test
    void mergeBytes_anySketches_equalsMerge() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            long[] left = mixed(random, random.nextInt(50));
            LatencySketch right = sketchOf(mixed(random, random.nextInt(50)));
            LatencySketch merged = sketchOf(left);
            LatencySketch mergedBytes = sketchOf(left);

            merged.merge(right);
            mergedBytes.mergeBytes(right.toBytes());

            assertThat(mergedBytes).as("round %d", round).isEqualTo(merged).hasSameHashCodeAs(merged);
            for (double q : new double[] {0, 0.5, 0.99, 1}) {
                assertThat(mergedBytes.quantile(q)).isEqualTo(merged.quantile(q));
            }
        }
    }

    @Test
    void merge_other_leavesItUnchanged() {
        LatencySketch other = sketchOf(0, 3, 1_000_000);
        byte[] before = other.toBytes();
        LatencySketch sketch = sketchOf(7);

        sketch.merge(other);
        sketch.add(9);

        assertThat(other.toBytes()).isEqualTo(before);
        assertThat(sketch.count()).isEqualTo(5);
    }

    @Test
    void merge_withItself_doublesEachCount() {
        LatencySketch sketch = sketchOf(0, 3, 1_000_000);

        sketch.merge(sketch);

        assertThat(sketch).isEqualTo(sketchOf(0, 0, 3, 3, 1_000_000, 1_000_000));
    }

    @Test
    void merge_emptySketch_changesNothing() {
        LatencySketch sketch = sketchOf(4, Long.MAX_VALUE);

        sketch.merge(new LatencySketch());
        sketch.mergeBytes(new LatencySketch().toBytes());

        assertThat(sketch).isEqualTo(sketchOf(4, Long.MAX_VALUE));
    }

    @Test
    void merge_countOverflow_isRejectedAndChangesNothing() {
        LatencySketch sketch = sketchOf(1, 2);
        byte[] before = sketch.toBytes();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> sketch.merge(LatencySketch.fromBytes(FULL)))
                .withMessage("sketches of 2 and 9223372036854775807 durations: expected at most 2^63 - 1 together");
        assertThat(sketch.toBytes()).isEqualTo(before);
        assertThatIllegalArgumentException().isThrownBy(() -> sketch.mergeBytes(FULL));
    }

    private static long[] mixed(Random random, int count) {
        Durations[] shapes = Durations.values();
        Durations one = shapes[random.nextInt(shapes.length)];
        Durations other = shapes[random.nextInt(shapes.length)];
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = (random.nextInt(4) == 0 ? other : one).next(random);
        }
        return values;
    }

    private static List<LatencySketch> parts(long[] all, Random random) {
        List<LatencySketch> parts = new ArrayList<>();
        for (int from = 0; from < all.length; ) {
            int to = Math.min(all.length, from + random.nextInt(60));
            parts.add(sketchOf(Arrays.copyOfRange(all, from, to)));
            from = to;
        }
        return parts;
    }
}
