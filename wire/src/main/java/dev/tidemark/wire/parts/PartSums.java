package dev.tidemark.wire.parts;

import dev.tidemark.wire.binary.BinaryReader;
import dev.tidemark.wire.binary.BinaryWriter;
import dev.tidemark.wire.event.RequestParts;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the parts of measured requests, separately for each octave of their duration, so that any range of octaves can say where its
 * time went. Octave 0 holds durations of 0 µs, octave n those from 2<sup>n-1</sup> to below 2<sup>n</sup> µs. The result does not depend
 * on the order of additions and merges; sums stop at the largest number. Not thread-safe.
 *
 * <p>The serialised form, version 1: a byte {@code 1}, the number of octaves that have requests, and for each, in ascending order: the
 * octave, the number of requests, and the sums of {@code duration_us}, {@code db_us}, {@code db_calls}, {@code pool_wait_us}, {@code
 * redis_us}, {@code redis_calls}, {@code http_us} and {@code http_calls}. All numbers are unsigned LEB128 varints.
 */
public final class PartSums {
    /** The version of the serialised form: its first byte. */
    public static final byte FORM_VERSION = 1;

    /** The octave of the longest duration that a request may have, seven days, and one more. */
    public static final int OCTAVES = 41;

    private static final int NUMBERS = 9;
    private static final int FEW = 2;

    private byte[] octaves = new byte[FEW];
    private long[] sums = new long[FEW * NUMBERS];
    private int size;

    /** The octave of a duration in microseconds. */
    public static int octave(long durationMicros) {
        return Long.SIZE - Long.numberOfLeadingZeros(durationMicros);
    }

    /** The shortest duration of an octave, in microseconds. */
    public static long lowestMicros(int octave) {
        return octave == 0 ? 0 : 1L << octave - 1;
    }

    /** Adds a request. */
    public void add(long durationMicros, RequestParts parts) {
        int at = NUMBERS * place(octave(durationMicros));
        sums[at] = sum(sums[at], 1);
        sums[at + 1] = sum(sums[at + 1], durationMicros);
        if (parts != RequestParts.NONE) {
            sums[at + 2] = sum(sums[at + 2], parts.dbMicros());
            sums[at + 3] = sum(sums[at + 3], parts.dbCalls());
            sums[at + 4] = sum(sums[at + 4], parts.poolWaitMicros());
            sums[at + 5] = sum(sums[at + 5], parts.redisMicros());
            sums[at + 6] = sum(sums[at + 6], parts.redisCalls());
            sums[at + 7] = sum(sums[at + 7], parts.httpMicros());
            sums[at + 8] = sum(sums[at + 8], parts.httpCalls());
        }
    }

    /** Adds everything that {@code other} holds. */
    public void merge(PartSums other) {
        for (int i = 0; i < other.size; i++) {
            int at = NUMBERS * place(other.octaves[i]);
            for (int number = 0; number < NUMBERS; number++) {
                sums[at + number] = sum(sums[at + number], other.sums[NUMBERS * i + number]);
            }
        }
    }

    /** Whether no request was added. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** The sums of all octaves. */
    public PartTotals total() {
        return between(0, OCTAVES);
    }

    /** The sums of one octave. */
    public PartTotals ofOctave(int octave) {
        return between(octave, octave + 1);
    }

    private PartTotals between(int from, int to) {
        long[] total = new long[NUMBERS];
        for (int i = 0; i < size; i++) {
            if (octaves[i] >= from && octaves[i] < to) {
                for (int number = 0; number < NUMBERS; number++) {
                    total[number] = sum(total[number], sums[NUMBERS * i + number]);
                }
            }
        }
        return new PartTotals(total[0], total[1], total[2], total[3], total[4], total[5], total[6], total[7], total[8]);
    }

    /** About how many bytes of memory it takes. */
    public int heapBytes() {
        return 2 * Integer.SIZE + octaves.length + sums.length * Long.BYTES;
    }

    /** Why these cannot be sums of requests, as a sentence; null if they can. */
    public @Nullable String conflict() {
        for (int i = 0; i < size; i++) {
            PartTotals sum = ofOctave(octaves[i]);
            long rest = sum.durationMicros();
            for (long part : new long[] {sum.dbMicros(), sum.poolWaitMicros(), sum.redisMicros(), sum.httpMicros()}) {
                if (part > rest) {
                    return "parts of requests in octave " + octaves[i] + ": expected at most their durations, "
                            + sum.durationMicros() + " us, in total";
                }
                rest -= part;
            }
        }
        return null;
    }

    /** The index of an octave, which is inserted if it is not there. */
    private int place(int octave) {
        int i = 0;
        while (i < size && octaves[i] < octave) {
            i++;
        }
        if (i < size && octaves[i] == octave) {
            return i;
        }
        if (size == octaves.length) {
            int capacity = Math.min(OCTAVES, 2 * size);
            octaves = Arrays.copyOf(octaves, capacity);
            sums = Arrays.copyOf(sums, capacity * NUMBERS);
        }
        System.arraycopy(octaves, i, octaves, i + 1, size - i);
        System.arraycopy(sums, NUMBERS * i, sums, NUMBERS * (i + 1), NUMBERS * (size - i));
        octaves[i] = (byte) octave;
        Arrays.fill(sums, NUMBERS * i, NUMBERS * (i + 1), 0);
        size++;
        return i;
    }

    /** Two sums of whole numbers from 0; it stops at the largest. */
    static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    public byte[] toBytes() {
        BinaryWriter out = new BinaryWriter(2 + size * (1 + NUMBERS * 3));
        out.putByte(FORM_VERSION);
        out.putVarint(size);
        for (int i = 0; i < size; i++) {
            out.putByte(octaves[i]);
            for (int number = 0; number < NUMBERS; number++) {
                out.putVarint(sums[NUMBERS * i + number]);
            }
        }
        return out.toBytes();
    }

    /**
     * Reads the serialised form.
     *
     * @throws IllegalArgumentException for any other bytes
     */
    public static PartSums fromBytes(byte[] bytes) {
        PartSums read = new PartSums();
        read.mergeBytes(bytes);
        return read;
    }

    /**
     * Adds everything that a serialised form holds.
     *
     * @throws IllegalArgumentException for any other bytes; what is before the wrong ones may have been added
     */
    public void mergeBytes(byte[] bytes) {
        Reader in = new Reader(bytes);
        int version = in.octet();
        if (version != FORM_VERSION) {
            throw new IllegalArgumentException("parts of version " + version + ": expected " + FORM_VERSION);
        }
        long count = in.number();
        int last = -1;
        for (long i = 0; i < count; i++) {
            int octave = in.octet();
            if (octave <= last || octave >= OCTAVES) {
                throw new IllegalArgumentException(
                        "octave " + octave + ": expected more than " + last + " and less than " + OCTAVES);
            }
            last = octave;
            int at = NUMBERS * place(octave);
            for (int number = 0; number < NUMBERS; number++) {
                sums[at + number] = sum(sums[at + number], in.number());
            }
        }
        if (in.left() > 0) {
            throw new IllegalArgumentException(in.left() + " bytes after the parts: expected none");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PartSums that && Arrays.equals(toBytes(), that.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    @Override
    public String toString() {
        return total().toString();
    }

    private static final class Reader extends BinaryReader<IllegalArgumentException> {
        Reader(byte[] bytes) {
            super(bytes);
        }

        int octet() {
            return bytes[take(1)] & 0xFF;
        }

        long number() {
            long value = varint("a sum");
            if (value < 0) {
                throw new IllegalArgumentException("a sum of more than 63 bits: expected less");
            }
            return value;
        }

        @Override
        protected IllegalArgumentException cutOff() {
            return new IllegalArgumentException("parts of " + bytes.length + " bytes that are cut off");
        }

        @Override
        protected IllegalArgumentException tooLong(String what) {
            return new IllegalArgumentException(what + " of more than 64 bits");
        }
    }
}
