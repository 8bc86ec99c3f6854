package dev.tidemark.wire.sketch;

import static dev.tidemark.wire.sketch.Durations.sketchOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.tidemark.wire.parts.PartSums;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("java17")
final class LatencySketchTest {
    private static final double[] QUANTILES = {0, 0.001, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};

    @ParameterizedTest
    @EnumSource
    void quantile_anyDistribution_isWithinOnePercent(Durations durations) {
        for (int count : new int[] {1, 2, 3, 10, 101, 1_000, 20_000}) {
            for (long seed = 0; seed < 20; seed++) {
                long[] values = durations.many(count, seed);
                LatencySketch sketch = sketchOf(values);
                Arrays.sort(values);

                assertThat(sketch.count()).isEqualTo(count);
                for (double q : QUANTILES) {
                    double exact = Durations.quantile(values, q);
                    assertThat(Math.abs(sketch.quantile(q) - exact))
                            .as(
                                    "%s, %d values, seed %d, quantile %s: %s for %s",
                                    durations, count, seed, q, sketch, exact)
                            .isLessThanOrEqualTo(LatencySketch.RELATIVE_ERROR * exact);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void countAtMost_anyDistribution_isExactForABoundWithinOnePercent(Durations durations) {
        for (int count : new int[] {1, 3, 101, 20_000}) {
            long[] values = durations.many(count, 5);
            LatencySketch sketch = sketchOf(values);
            long before = 0;
            for (long bound = 1; bound < 100_000_000_000L; bound += 1 + bound / 5) {
                double error = 2 * LatencySketch.RELATIVE_ERROR * bound + 1;
                long low = (long) (bound - error);
                long high = (long) (bound + error);
                long counted = sketch.countAtMost(bound);
                assertThat(counted)
                        .as("%s, %d values, %d us", durations, count, bound)
                        .isBetween(
                                Arrays.stream(values)
                                        .filter(value -> value <= low)
                                        .count(),
                                Arrays.stream(values)
                                        .filter(value -> value <= high)
                                        .count())
                        .isGreaterThanOrEqualTo(before);
                before = counted;
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LatencySketch().countAtMost(0))
                .withMessage("bound 0 us: expected more than 0");
    }

    @Test
    void quantile_betweenTwoRanks_isInterpolated() {
        LatencySketch sketch = sketchOf(0, 40, 0, 10);

        assertThat(sketch.quantile(0.5)).isCloseTo(5, withinPercentage(1));
        assertThat(sketch.quantile(0.75)).isCloseTo(17.5, withinPercentage(1));
        assertThat(sketch.quantile(1)).isCloseTo(40, withinPercentage(1));
    }

    @Test
    void quantile_withTheExtremes_liesBetweenThem() {
        int beyond = 0;
        for (long value = 1; value < 10_000_000_000L; value += 1 + value / 7) {
            beyond += sketchOf(value).quantile(0.99) > value ? 1 : 0;
            assertThat(sketchOf(value).quantile(0.99, value, value)).isEqualTo(value);
        }
        assertThat(beyond).isPositive();
    }

    @Test
    void quantile_emptySketch_isNaN() {
        assertThat(new LatencySketch().quantile(0.5)).isNaN();
        assertThat(new LatencySketch().count()).isZero();
    }

    @Test
    void quantile_ofSmallWholeNumbers_roundsToTheExactOnes() {
        for (long value = 0; value <= 49; value++) {
            assertThat(Math.round(sketchOf(value).quantile(0.5))).isEqualTo(value);
        }
    }

    @Test
    void quantile_countAboveDoublePrecision_usesAnExistingRank() {
        LatencySketch zeros = LatencySketch.fromBytes(new byte[] {1, -1, -1, -1, -1, -1, -1, -1, -1, 0x7F, 0});

        assertThat(zeros.count()).isEqualTo(Long.MAX_VALUE);
        assertThat(zeros.quantile(1)).isZero();
        assertThat(zeros.quantile(0.999)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void quantile_outsideOfZeroToOne_isRejected(double q) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sketchOf(1).quantile(q))
                .withMessage("quantile " + q + ": expected a number from 0 to 1");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE})
    void add_negative_isRejectedAndChangesNothing(long micros) {
        LatencySketch sketch = sketchOf(5);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> sketch.add(micros))
                .withMessage("duration " + micros + " us: expected 0 or more");
        assertThat(sketch).isEqualTo(sketchOf(5));
    }

    @Test
    void add_inAnyOrder_givesTheSameSketch() {
        for (long seed = 0; seed < 50; seed++) {
            long[] values = Durations.EVERY_MAGNITUDE.many(2_000, seed);
            LatencySketch asTheyCame = sketchOf(values);
            Arrays.sort(values);

            assertThat(sketchOf(values)).isEqualTo(asTheyCame).hasSameHashCodeAs(asTheyCame);
            assertThat(sketchOf(values).toBytes()).isEqualTo(asTheyCame.toBytes());
        }
    }

    @Test
    void equals_otherCounts_isFalse() {
        assertThat(sketchOf(1, 1, 2)).isNotEqualTo(sketchOf(1, 2, 2)).isNotEqualTo(sketchOf(0, 1, 2));
        assertThat(sketchOf(100, 200)).isEqualTo(sketchOf(200, 100));
    }

    @Test
    void toString_ofLatencies_namesCountAndPercentiles() {
        assertThat(sketchOf(0, 0, 0)).hasToString("LatencySketch[count=3, p50=0.0, p99=0.0]");
    }

    /** The lowest and the highest duration of each octave, whether they are listed or counted in bins. */
    @ParameterizedTest
    @ValueSource(ints = {1, 200})
    void countsByOctave_ofDurationsAtItsEnds_areExact(int times) {
        LatencySketch sketch = new LatencySketch();
        long[] expected = new long[Long.SIZE];
        for (int i = 0; i < times; i++) {
            sketch.add(0);
            for (int octave = 1; octave <= PartSums.OCTAVES; octave++) {
                sketch.add(PartSums.lowestMicros(octave));
                sketch.add(PartSums.lowestMicros(octave + 1) - 1);
            }
        }
        expected[0] = times;
        Arrays.fill(expected, 1, PartSums.OCTAVES + 1, 2L * times);

        assertThat(sketch.countsByOctave()).isEqualTo(expected);
    }
}
