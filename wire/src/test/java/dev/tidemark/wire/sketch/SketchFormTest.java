package dev.tidemark.wire.sketch;

import static dev.tidemark.wire.sketch.Durations.sketchOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SketchFormTest {

    @ParameterizedTest
    @EnumSource
    @Tag("java17")
    void fromBytes_ofToBytes_isTheSameSketch(Durations durations) {
        for (int count : new int[] {0, 1, 2, 17, 1_000}) {
            LatencySketch sketch = sketchOf(durations.many(count, count));

            LatencySketch read = LatencySketch.fromBytes(sketch.toBytes());

            assertThat(read).isEqualTo(sketch).hasToString(sketch.toString());
            assertThat(read.toBytes()).isEqualTo(sketch.toBytes());
            assertThat(read.count()).isEqualTo(count);
            assertThat(LatencySketch.countOf(sketch.toBytes())).isEqualTo(count);
        }
    }

    @Test
    void toBytes_ofAThousandLognormalDurations_takesAtMost400() {
        for (long seed = 0; seed < 10; seed++) {
            int size = sketchOf(Durations.LOGNORMAL.many(1_000, seed)).toBytes().length;
            System.out.println("sketch of 1,000 lognormal durations, seed " + seed + ": " + size + " bytes");
            assertThat(size).isLessThanOrEqualTo(400);
        }
    }

    /** Written by version 1; never edited. */
    @ParameterizedTest
    @CsvSource({
        "010000, ''",
        "010300, '0 0 0'",
        "010001000101, '1'",
        "010201000102, '0 0 1 1'",
        "0100019d110101, '9223372036854775807'",
        "010102f4030101a1040101, '0 20000 1000000000'",
        "010001dc02020102, '1000 1020 1020'",
    })
    @Tag("java17")
    void fromBytes_ofVersion1_isTheOriginalSketch(String hex, String micros) {
        long[] values = micros.isEmpty()
                ? new long[0]
                : Arrays.stream(micros.split(" ")).mapToLong(Long::parseLong).toArray();

        assertThat(HexFormat.of().formatHex(sketchOf(values).toBytes())).isEqualTo(hex);
        assertThat(LatencySketch.fromBytes(HexFormat.of().parseHex(hex))).isEqualTo(sketchOf(values));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                             | sketch of 0 bytes: expected version 1",
                "00                             | sketch of 1 bytes and version 0: expected version 1",
                "020000                         | sketch of 3 bytes and version 2: expected version 1",
                "01                             | sketch cut off after 1 bytes: expected more",
                "0180                           | sketch cut off after 2 bytes: expected more",
                "01000100                       | sketch cut off after 4 bytes: expected more",
                "01000000                       | sketch with 1 bytes after its end: expected none",
                "010000ffff                     | sketch with 2 bytes after its end: expected none",
                "01808000                       | sketch with a padded number: expected its shortest form",
                "01ffffffffffffffffff0100       | sketch with a number of more than 63 bits: expected at most 2^63 - 1",
                "0100010000                     | sketch with a run of 0 bins from bin 0: expected at least one, up to bin 2205",
                "0100019e110101                 | sketch with a run of 1 bins from bin 2206: expected at least one, up to bin 2205",
                "0100019f110101                 | sketch with bin 2207: expected at most 2205",
                "010001009f11                   | sketch with bin 2207: expected at most 2205",
                "010001ffffffffffffffff7f0101   | sketch with bin 9223372036854775807: expected at most 2205",
                "010001000100                   | sketch with an empty bin in a run: expected a count of 1 or more",
                "01000200010100010101           | sketch with two runs that touch at bin 1: expected one run",
                "01ffffffffffffffff7f01000101   | sketches of 9223372036854775807 and 1 durations: expected at most 2^63 - 1 together",
                "01000100020"
                        + "1ffffffffffffffff7f | sketches of 1 and 9223372036854775807 durations: expected at most 2^63 - 1 together",
                "0100ffffffffffffffff7f000101   | sketch cut off after 14 bytes: expected more",
            })
    @Tag("java17")
    void fromBytes_malformed_isRejectedWithTheReason(String hex, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LatencySketch.fromBytes(HexFormat.of().parseHex(hex)))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LatencySketch.countOf(HexFormat.of().parseHex(hex)))
                .withMessage(message);
    }

    @ParameterizedTest
    @EnumSource
    void fromBytes_cutOrWithTrailingBytes_isRejected(Durations durations) {
        byte[] whole = sketchOf(durations.many(300, 5)).toBytes();

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatIllegalArgumentException().isThrownBy(() -> LatencySketch.fromBytes(cut));
        }
        for (byte behind : new byte[] {0, 1, -1}) {
            byte[] longer = Arrays.copyOf(whole, whole.length + 1);
            longer[whole.length] = behind;
            assertThatIllegalArgumentException().isThrownBy(() -> LatencySketch.fromBytes(longer));
        }
    }

    @Test
    void fromBytes_anyBytes_areRejectedOrRewrittenUnchanged() {
        Random random = new Random(11);
        int read = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                // Mostly small numbers; otherwise almost nothing would get past the first run.
                bytes[i] = random.nextInt(3) == 0 ? bytes[i] : (byte) (bytes[i] & 3);
            }
            if (bytes.length > 0 && random.nextInt(20) != 0) {
                bytes[0] = 1;
            }
            read += rejectedOrSame(bytes) ? 1 : 0;
        }
        assertThat(read).as("bytes that were a sketch").isGreaterThan(500);
    }

    @Test
    void fromBytes_oneByteChanged_isRejectedOrRewrittenUnchanged() {
        Random random = new Random(12);
        byte[] whole = sketchOf(Durations.EVERY_MAGNITUDE.many(100, 1)).toBytes();
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            rejectedOrSame(bytes);
        }
    }

    private static boolean rejectedOrSame(byte[] bytes) {
        LatencySketch sketch;
        try {
            sketch = LatencySketch.fromBytes(bytes);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("expected");
            return false;
        }
        assertThat(sketch.toBytes()).isEqualTo(bytes);
        assertThat(sketch.count() == 0).isEqualTo(Double.isNaN(sketch.quantile(0)));
        if (sketch.count() == 0) {
            return true;
        }
        assertThat(sketch.quantile(0)).isLessThanOrEqualTo(sketch.quantile(0.5));
        assertThat(sketch.quantile(0.5)).isLessThanOrEqualTo(sketch.quantile(1));
        return true;
    }
}
