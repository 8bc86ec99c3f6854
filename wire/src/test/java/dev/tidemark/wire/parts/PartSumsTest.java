package dev.tidemark.wire.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PartSumsTest {
    private static final RequestParts PARTS = new RequestParts(100, 2, 10, 20, 3, 30, 4);

    private final Random random = new Random(5);

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,2", "3,2", "4,3", "1023,10", "1024,11", "604800000000,40"})
    void octave_ofADuration_holdsIt(long micros, int octave) {
        assertThat(PartSums.octave(micros)).isEqualTo(octave).isLessThan(PartSums.OCTAVES);
        assertThat(PartSums.lowestMicros(octave)).isLessThanOrEqualTo(micros);
        assertThat(PartSums.lowestMicros(octave + 1)).isGreaterThan(micros);
    }

    @Test
    void add_requests_areSummedInTotalAndByOctave() {
        PartSums sums = new PartSums();
        sums.add(1_000, PARTS);
        sums.add(1_023, RequestParts.NONE);
        sums.add(1_024, PARTS);

        assertThat(sums.total()).isEqualTo(new PartTotals(3, 3_047, 200, 4, 20, 40, 6, 60, 8));
        assertThat(sums.ofOctave(10)).isEqualTo(new PartTotals(2, 2_023, 100, 2, 10, 20, 3, 30, 4));
        assertThat(sums.ofOctave(11)).isEqualTo(new PartTotals(1, 1_024, 100, 2, 10, 20, 3, 30, 4));
        assertThat(sums.ofOctave(12).measured()).isZero();
        assertThat(sums.total().applicationMicros()).isEqualTo(3_047 - 200 - 20 - 40 - 60);
        assertThat(sums.conflict()).isNull();
    }

    @Test
    @Tag("java17")
    void merge_inAnyOrderAndGrouping_givesTheSameBytes() {
        List<PartSums> some = new ArrayList<>();
        PartSums all = new PartSums();
        for (int i = 0; i < 100; i++) {
            PartSums one = new PartSums();
            for (int k = random.nextInt(20); k > 0; k--) {
                long micros = random.nextLong(RequestEvent.MAX_DURATION_MICROS + 1) >> random.nextInt(41);
                RequestParts parts = new RequestParts(micros / 2, k, micros / 4, micros / 8, 1, 0, 0);
                one.add(micros, parts);
                all.add(micros, parts);
            }
            some.add(one);
        }
        Collections.shuffle(some, random);
        PartSums merged = new PartSums();
        for (PartSums one : some) {
            if (random.nextBoolean()) {
                merged.merge(one);
            } else {
                merged.mergeBytes(one.toBytes());
            }
        }

        assertThat(merged.toBytes()).isEqualTo(all.toBytes());
        assertThat(PartSums.fromBytes(all.toBytes()).toBytes()).isEqualTo(all.toBytes());
    }

    @Test
    void merge_sumsBeyondTheLargest_stopThere() {
        PartSums sums = new PartSums();
        sums.add(RequestEvent.MAX_DURATION_MICROS, PARTS);
        for (int i = 0; i < 70; i++) {
            sums.merge(PartSums.fromBytes(sums.toBytes()));
        }

        assertThat(sums.total().measured()).isEqualTo(Long.MAX_VALUE);
        assertThat(sums.total().durationMicros()).isEqualTo(Long.MAX_VALUE);
        assertThat(PartSums.fromBytes(sums.toBytes())).isEqualTo(sums);
    }

    @Test
    void conflict_partsLongerThanTheirRequests_isNamed() {
        PartSums sums = new PartSums();
        sums.add(100, new RequestParts(60, 1, 0, 60, 1, 0, 0));

        assertThat(sums.conflict()).contains("octave 7").contains("100 us");
    }

    @Test
    void fromBytes_cutOff_isRejected() {
        PartSums sums = new PartSums();
        sums.add(1, PARTS);
        sums.add(1_000, PARTS);
        byte[] whole = sums.toBytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatIllegalArgumentException().isThrownBy(() -> PartSums.fromBytes(cut));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0002\u0000", // another version
                "\u0001\u0000\u0000", // more after the end
                "\u0001\u0001\u0029\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000", // octave 41
                "\u0001\u007F\u0001" // more octaves than there are
            })
    void fromBytes_anotherForm_isRejected(String bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartSums.fromBytes(bytes.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
    }

    @Test
    void partsBeyondTheDurations_areAConflict_evenIfTheirSumOverflows() {
        PartSums forged = new PartSums();
        forged.add(700, RequestParts.NONE);
        byte[] bytes = forged.toBytes();
        // The sum of two of these is negative.
        HexFormat hex = HexFormat.of();
        String most = "ffffffffffffffff7f";
        byte[] huge = hex.parseHex(hex.formatHex(bytes, 0, 4) + most + most + "00" + most + most + "00" + most + "00");

        assertThat(PartSums.fromBytes(huge).conflict())
                .isEqualTo("parts of requests in octave 10: expected at most their durations, " + Long.MAX_VALUE
                        + " us, in total");
    }

    @Test
    void memory_growsWithTheOctaves() {
        PartSums sums = new PartSums();
        assertThat(sums.heapBytes()).isLessThan(400);
        for (int octave = 0; octave < PartSums.OCTAVES; octave++) {
            sums.add(PartSums.lowestMicros(octave), RequestParts.NONE);
        }
        assertThat(sums.heapBytes()).isBetween(41 * 72, 41 * 72 + 100);

        PartSums small = new PartSums();
        for (int octave = 0; octave < 30; octave++) {
            small.add(PartSums.lowestMicros(octave), RequestParts.NONE);
        }
        assertThat(small.heapBytes()).isLessThan(32 * 36 + 100);
    }
}
