package dev.tidemark.wire.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
final class LatencyBinsTest {

    @Test
    void representative_ofAnyValue_isWithinOnePercent() {
        values().forEach(value -> {
            double representative = LatencyBins.representative(LatencyBins.index(value));
            assertThat(Math.abs(representative - value))
                    .as("%d is represented by %s", value, representative)
                    .isLessThanOrEqualTo(0.01 * value);
        });
    }

    @Test
    void index_ofRisingValues_neverFalls() {
        long[] sorted = values().sorted().toArray();
        for (int i = 1; i < sorted.length; i++) {
            assertThat(LatencyBins.index(sorted[i]))
                    .as("%d after %d", sorted[i], sorted[i - 1])
                    .isGreaterThanOrEqualTo(LatencyBins.index(sorted[i - 1]));
        }
    }

    @Test
    void index_ofAnyValue_isBetweenZeroAndTheLargest() {
        assertThat(LatencyBins.index(1)).isZero();
        assertThat(LatencyBins.MAX_INDEX).isEqualTo(2205);
        values().forEach(value -> assertThat(LatencyBins.index(value)).isBetween(0, LatencyBins.MAX_INDEX));
    }

    @Test
    void index_ofTwiceTheValue_isOneOctaveHigher() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long value = 1 + (random.nextLong() >>> (12 + random.nextInt(50)));
            assertThat(LatencyBins.index(2 * value)).isEqualTo(LatencyBins.index(value) + 35);
        }
    }

    @Test
    void representative_ofRisingBins_rises() {
        for (int index = 1; index <= LatencyBins.MAX_INDEX; index++) {
            double ratio = LatencyBins.representative(index) / LatencyBins.representative(index - 1);
            assertThat(ratio).as("bin %d", index).isBetween(1.005, 1.0205);
        }
    }

    @Test
    void index_ofKnownValues_neverChanges() {
        // Sketches outlive the code that wrote them: these are the bins of version 1 of the serialised form.
        long[] values = {1, 2, 3, 7, 10, 999, 1_000, 12_345, 1_000_000, 604_800_000_000L, 1L << 53, Long.MAX_VALUE};

        assertThat(Arrays.stream(values).mapToInt(LatencyBins::index).toArray())
                .containsExactly(0, 35, 55, 98, 116, 348, 348, 475, 697, 1369, 1855, 2205);
    }

    /** Small values, values around powers of two and around the ends of bins, and many of every magnitude. */
    private static LongStream values() {
        LongStream powers = LongStream.range(0, 63).map(exponent -> 1L << exponent);
        LongStream ends = IntStream.rangeClosed(0, LatencyBins.MAX_INDEX).mapToLong(LatencyBinsTest::smallestAtLeast);
        LongStream edges = LongStream.concat(LongStream.concat(powers, ends), LongStream.of(Long.MAX_VALUE - 1))
                .flatMap(value -> LongStream.rangeClosed(-1, 1).map(offset -> value + offset));
        Random random = new Random(3);
        LongStream any = LongStream.generate(() -> random.nextLong() >>> (1 + random.nextInt(63)))
                .limit(200_000);
        return LongStream.concat(LongStream.concat(LongStream.rangeClosed(1, 100_000), edges), any)
                .filter(value -> value > 0);
    }

    private static long smallestAtLeast(int index) {
        long low = 1;
        long high = Long.MAX_VALUE;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (LatencyBins.index(middle) < index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
