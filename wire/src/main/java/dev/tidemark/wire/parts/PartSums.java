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
    private static final int ROOM = 4;
    private static final long[] NONE = {};

    /** The bit of each octave that has requests. */
    private long octaves;
    /** The numbers of these octaves, in ascending order, while all are small: most are, and thousands of sums fit into the CPU's caches. */
    private int[] small = new int[ROOM * NUMBERS];
    /** The same once one of them is large. */
    private long[] large = NONE;

    private boolean isLarge;
    private int heapBytes = bytes(small.length, Integer.BYTES);

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
        add(at, 1);
        add(at + 1, durationMicros);
        if (parts != RequestParts.NONE) {
            add(at + 2, parts.dbMicros());
            add(at + 3, parts.dbCalls());
            add(at + 4, parts.poolWaitMicros());
            add(at + 5, parts.redisMicros());
            add(at + 6, parts.redisCalls());
            add(at + 7, parts.httpMicros());
            add(at + 8, parts.httpCalls());
        }
    }

    private void add(int at, long n) {
        if (!isLarge) {
            long sum = small[at] + n;
            if (sum == (int) sum) {
                small[at] = (int) sum;
                return;
            }
            enlarge();
        }
        large[at] = sum(large[at], n);
    }

    private void enlarge() {
        large = new long[small.length];
        for (int i = 0; i < small.length; i++) {
            large[i] = small[i];
        }
        small = new int[0];
        isLarge = true;
        heapBytes = bytes(large.length, Long.BYTES);
    }

    private long get(int at) {
        return isLarge ? large[at] : small[at];
    }

    /** Adds everything that {@code other} holds. */
    public void merge(PartSums other) {
        int from = 0;
        for (long left = other.octaves; left != 0; left &= left - 1) {
            int at = NUMBERS * place(Long.numberOfTrailingZeros(left));
            for (int number = 0; number < NUMBERS; number++) {
                add(at + number, other.get(from++));
            }
        }
    }

    /** Whether no request was added. */
    public boolean isEmpty() {
        return octaves == 0;
    }

    /** The sums of all octaves. */
    public PartTotals total() {
        long[] total = new long[NUMBERS];
        int end = end();
        for (int at = 0; at < end; at += NUMBERS) {
            for (int number = 0; number < NUMBERS; number++) {
                total[number] = sum(total[number], get(at + number));
            }
        }
        return totals(total);
    }

    /** The sums of one octave. */
    public PartTotals ofOctave(int octave) {
        boolean known = octave >= 0 && octave < OCTAVES && (octaves & 1L << octave) != 0;
        long[] of = new long[NUMBERS];
        for (int number = 0; known && number < NUMBERS; number++) {
            of[number] = get(NUMBERS * index(octave) + number);
        }
        return totals(of);
    }

    private static PartTotals totals(long[] of) {
        return new PartTotals(of[0], of[1], of[2], of[3], of[4], of[5], of[6], of[7], of[8]);
    }

    /** About how many bytes of memory it takes. */
    public int heapBytes() {
        return heapBytes;
    }

    private static int bytes(int numbers, int bytesEach) {
        return 56 + numbers * bytesEach;
    }

    /** Why these cannot be sums of requests, as a sentence; null if they can. */
    public @Nullable String conflict() {
        int at = 0;
        for (long left = octaves; left != 0; left &= left - 1) {
            long durations = get(at + 1);
            if (isLarger(at, durations)) {
                return "parts of requests in octave " + Long.numberOfTrailingZeros(left)
                        + ": expected at most their durations, " + durations + " us, in total";
            }
            at += NUMBERS;
        }
        return null;
    }

    /** Whether the times of the parts, whose sum may have more than 64 bits, exceed {@code durations}. */
    private boolean isLarger(int at, long durations) {
        long rest = durations - get(at + 2);
        rest = rest < 0 ? rest : rest - get(at + 4);
        rest = rest < 0 ? rest : rest - get(at + 5);
        rest = rest < 0 ? rest : rest - get(at + 7);
        return rest < 0;
    }

    /** The index of an octave, which is inserted if it is not there. */
    private int place(int octave) {
        int i = index(octave);
        if ((octaves & 1L << octave) == 0) {
            insert(i);
            octaves |= 1L << octave;
        }
        return i;
    }

    /** The number of octaves below. */
    private int index(int octave) {
        return Long.bitCount(octaves & (1L << octave) - 1);
    }

    /** The index after the last number. */
    private int end() {
        return NUMBERS * Long.bitCount(octaves);
    }

    private void insert(int i) {
        int end = end();
        int at = NUMBERS * i;
        if (isLarge) {
            large = end == large.length ? Arrays.copyOf(large, wider(end)) : large;
            System.arraycopy(large, at, large, at + NUMBERS, end - at);
            Arrays.fill(large, at, at + NUMBERS, 0);
            heapBytes = bytes(large.length, Long.BYTES);
        } else {
            small = end == small.length ? Arrays.copyOf(small, wider(end)) : small;
            System.arraycopy(small, at, small, at + NUMBERS, end - at);
            Arrays.fill(small, at, at + NUMBERS, 0);
            heapBytes = bytes(small.length, Integer.BYTES);
        }
    }

    private static int wider(int numbers) {
        return Math.min(OCTAVES * NUMBERS, numbers + ROOM * NUMBERS);
    }

    /** Two sums of whole numbers from 0; it stops at the largest. */
    static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** These sums in their compact form; equal sums have equal bytes. */
    public byte[] toBytes() {
        int size = Long.bitCount(octaves);
        byte[] bytes = new byte[2 + size * (1 + NUMBERS * BinaryWriter.MAX_VARINT_BYTES)];
        bytes[0] = FORM_VERSION;
        bytes[1] = (byte) size;
        int to = 2;
        int from = 0;
        for (long left = octaves; left != 0; left &= left - 1) {
            bytes[to++] = (byte) Long.numberOfTrailingZeros(left);
            for (int number = 0; number < NUMBERS; number++) {
                to = BinaryWriter.putVarint(bytes, to, get(from++));
            }
        }
        return Arrays.copyOf(bytes, to);
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
                add(at + number, in.number());
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
