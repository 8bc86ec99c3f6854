package dev.tidemark.wire.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartSumsTest {
    private final Random random = new Random(5);

    private long duration() {
        return random.nextLong(1L + random.nextLong(1L << random.nextInt(40)));
    }

    private RequestParts parts(long duration) {
        return random.nextInt(4) == 0
                ? RequestParts.NONE
                : new RequestParts(
                        random.nextLong(1 + duration / 2),
                        random.nextLong(100),
                        duration / 4,
                        duration / 8,
                        random.nextLong(100),
                        duration / 8,
                        random.nextLong(100));
    }

    @Test
    void merge_inAnyOrderAndGrouping_givesTheSameBytes() {
        for (int round = 0; round < 200; round++) {
            PartSums all = new PartSums();
            List<PartSums> groups = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(8); i++) {
                groups.add(new PartSums());
            }
            for (int i = 0; i < 100; i++) {
                long duration = duration();
                RequestParts parts = parts(duration);
                all.add(duration, parts);
                groups.get(random.nextInt(groups.size())).add(duration, parts);
            }
            PartSums merged = new PartSums();
            while (!groups.isEmpty()) {
                PartSums next = groups.remove(random.nextInt(groups.size()));
                if (random.nextBoolean()) {
                    merged.merge(next);
                } else {
                    merged.mergeBytes(next.toBytes());
                }
            }

            assertThat(merged.toBytes()).isEqualTo(all.toBytes());
            assertThat(merged).isEqualTo(all).isEqualTo(PartSums.fromBytes(all.toBytes()));
            assertThat(merged.total()).isEqualTo(all.total());
            assertThat(merged.conflict()).isNull();
        }
    }

    @Test
    void octaves_addUpToTheTotal_andHoldTheirDurations() {
        PartSums sums = new PartSums();
        long[] naive = new long[9];
        for (int i = 0; i < 5_000; i++) {
            long duration = duration();
            RequestParts parts = parts(duration);
            sums.add(duration, parts);
            add(
                    naive,
                    new PartTotals(
                            1,
                            duration,
                            parts.dbMicros(),
                            parts.dbCalls(),
                            parts.poolWaitMicros(),
                            parts.redisMicros(),
                            parts.redisCalls(),
                            parts.httpMicros(),
                            parts.httpCalls()));
        }
        long[] octaves = new long[9];
        for (int octave = -1; octave <= PartSums.OCTAVES; octave++) {
            PartTotals of = sums.ofOctave(octave);
            add(octaves, of);
            if (of.measured() > 0) {
                assertThat(of.durationMicros() / of.measured())
                        .isBetween(PartSums.lowestMicros(octave), Math.max(0, PartSums.lowestMicros(octave + 1) - 1));
            }
        }

        assertThat(octaves).isEqualTo(naive);
        long[] total = new long[9];
        add(total, sums.total());
        assertThat(total).isEqualTo(naive);
        assertThat(sums.ofOctave(-1).measured()
                        + sums.ofOctave(PartSums.OCTAVES).measured())
                .isZero();
    }

    private static void add(long[] to, PartTotals totals) {
        long[] numbers = {
            totals.measured(),
            totals.durationMicros(),
            totals.dbMicros(),
            totals.dbCalls(),
            totals.poolWaitMicros(),
            totals.redisMicros(),
            totals.redisCalls(),
            totals.httpMicros(),
            totals.httpCalls()
        };
        Arrays.setAll(to, i -> to[i] + numbers[i]);
    }

    @Test
    void form_isVersion1() {
        PartSums sums = new PartSums();
        sums.add(RequestEvent.MAX_DURATION_MICROS, RequestParts.NONE);
        sums.add(0, RequestParts.NONE);
        sums.add(1_000, new RequestParts(300, 2, 40, 50, 6, 70, 8));
        sums.add(600, RequestParts.NONE);

        assertThat(HexFormat.of().formatHex(sums.toBytes()))
                .isEqualTo("01" + "03"
                        + "00" + "010000000000000000"
                        + "0a" + "02c00cac020228320646" + "08"
                        + "28" + "01" + "80c08e87cd11" + "00000000000000");
    }

    @Test
    void otherBytes_areRejected() {
        PartSums sums = new PartSums();
        sums.add(1_000, new RequestParts(300, 2, 40, 50, 6, 70, 8));
        sums.add(5, RequestParts.NONE);
        byte[] bytes = sums.toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] beginning = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> PartSums.fromBytes(beginning)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> PartSums.fromBytes(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessage("1 bytes after the parts: expected none");
        byte[] unordered = bytes.clone();
        unordered[2] = 10;
        assertThatThrownBy(() -> PartSums.fromBytes(unordered))
                .hasMessage("octave 10: expected more than 10 and less than 41");
    }

    @Test
    void sums_stopAtTheLargestNumber() {
        RequestParts huge = new RequestParts(RequestEvent.MAX_DURATION_MICROS, 1, 0, 0, 0, 0, 0);
        PartSums sums = new PartSums();
        sums.add(RequestEvent.MAX_DURATION_MICROS, huge);
        for (int i = 0; i < 63; i++) {
            sums.mergeBytes(sums.toBytes());
        }

        assertThat(sums.total().dbMicros()).isEqualTo(Long.MAX_VALUE);
        assertThat(sums.total().applicationMicros()).isZero();
        assertThat(PartSums.fromBytes(sums.toBytes())).isEqualTo(sums);
        assertThat(sums.conflict()).isNull();
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
