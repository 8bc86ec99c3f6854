package dev.tidemark.wire.sketch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A summary of durations that gives any percentile with a relative error of at most 1 %: if the 95th percentile is 200
 * ms, the answer is between 198 and 202 ms. Merging the sketches of parts, in any order, gives the same bytes as the
 * sketch of the whole, because bins are fixed ({@link LatencyBins}) and counts are whole numbers.
 *
 * <p>Memory is bounded by the number of bins: at most 2,206 of 8 bytes; durations between 1 ms and 10 s take 465. Up to
 * {@value #MOST_FEW} durations are kept as a list of their bins, 2 bytes each: most bins would be empty, and many small sketches
 * would not fit into the processor's caches. Not thread-safe.
 */
public final class LatencySketch {
    /** The largest relative error of a percentile. */
    public static final double RELATIVE_ERROR = 0.01;

    /** The first byte of the serialised form. */
    public static final byte FORM_VERSION = SketchForm.VERSION;

    /** The most durations above 0 that are kept as a list. */
    static final int MOST_FEW = 128;

    private static final short[] NONE = {};

    private long count;
    private long zeros;
    /** Where durations above 0 are counted once they are more than few; null before that. */
    private @Nullable BinCounts bins;
    /** The bin of each duration above 0, in ascending order, while they are few. */
    private short[] few = NONE;

    private int fewCount;

    /**
     * Adds one duration.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public void add(long micros) {
        if (micros < 0) {
            throw new IllegalArgumentException("duration " + micros + " us: expected 0 or more");
        }
        count++;
        if (micros == 0) {
            zeros++;
        } else {
            add(LatencyBins.index(micros), 1);
        }
    }

    private void add(int bin, long n) {
        BinCounts counts = bins;
        if (counts == null && n <= MOST_FEW - fewCount) {
            list(bin, (int) n);
        } else {
            (counts == null ? countFew() : counts).add(bin, n);
        }
    }

    private void list(int bin, int n) {
        makeRoom(n);
        int at = fewCount;
        while (at > 0 && few[at - 1] > bin) {
            few[at + n - 1] = few[at - 1];
            at--;
        }
        Arrays.fill(few, at, at + n, (short) bin);
        fewCount += n;
    }

    private void list(short[] ascending, int length) {
        makeRoom(length);
        int own = fewCount - 1;
        int added = length - 1;
        for (int at = fewCount + length - 1; added >= 0; at--) {
            few[at] = own >= 0 && few[own] > ascending[added] ? few[own--] : ascending[added--];
        }
        fewCount += length;
    }

    private void makeRoom(int n) {
        if (fewCount + n > few.length) {
            few = Arrays.copyOf(few, Math.min(MOST_FEW, Math.max(Math.max(8, 4 * few.length), fewCount + n)));
        }
    }

    /** Counts the listed durations in bins, and those of this sketch from now on. */
    private BinCounts countFew() {
        BinCounts counts = new BinCounts();
        counts.addEach(few, fewCount);
        bins = counts;
        few = NONE;
        fewCount = 0;
        return counts;
    }

    /**
     * Adds the durations of {@code other}, which stays unchanged.
     *
     * @throws IllegalArgumentException if the sum of both counts exceeds {@link Long#MAX_VALUE}; nothing is added
     */
    public void merge(LatencySketch other) {
        count = sum(count, other.count);
        zeros += other.zeros;
        BinCounts counts = bins;
        short[] list = other.few;
        int length = other.fewCount;
        if (other.bins != null) {
            (counts == null ? countFew() : counts).merge(other.bins);
        } else if (counts == null && fewCount + length <= MOST_FEW) {
            list(list, length);
        } else {
            (counts == null ? countFew() : counts).addEach(list, length);
        }
    }

    /** The memory of this sketch, about, in bytes. It grows with the span between the shortest and the longest duration. */
    public int heapBytes() {
        return 40 + (few.length == 0 ? 0 : 16 + Short.BYTES * few.length) + (bins == null ? 0 : bins.heapBytes());
    }

    /**
     * The number of durations in each octave, exactly: octave 0 holds durations of 0, octave n those from 2<sup>n-1</sup> to below
     * 2<sup>n</sup> µs.
     */
    public long[] countsByOctave() {
        long[] counts = new long[Long.SIZE];
        counts[0] = zeros;
        for (int i = 0; i < fewCount; i++) {
            counts[LatencyBins.octave(few[i])]++;
        }
        if (bins != null) {
            bins.addOctaves(counts);
        }
        return counts;
    }

    /** The number of durations added. */
    public long count() {
        return count;
    }

    /**
     * The duration at rank {@code q * (count - 1)}, in microseconds, within {@link #RELATIVE_ERROR}; NaN if the sketch
     * is empty. Between two ranks it is interpolated, as SQL's {@code percentile_cont} does.
     *
     * @throws IllegalArgumentException if {@code q} is not between 0 and 1
     */
    public double quantile(double q) {
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("quantile " + q + ": expected a number from 0 to 1");
        }
        if (count == 0) {
            return Double.NaN;
        }
        double position = q * (count - 1);
        // A double rounds counts above 2^53, and could name a rank that does not exist.
        long rank = Math.min((long) position, count - 1);
        if (bins != null) {
            return bins.valueAt(position, rank, zeros, count);
        }
        double low = valueAt(rank);
        return low + (position - rank) * (valueAt(Math.min(rank + 1, count - 1)) - low);
    }

    /**
     * As {@link #quantile(double)}, but never below the shortest or above the longest of the durations that were added: the
     * middle of a bin may lie beyond its only value.
     */
    public double quantile(double q, long minMicros, long maxMicros) {
        return Math.min(Math.max(quantile(q), minMicros), maxMicros);
    }

    private double valueAt(long rank) {
        return rank < zeros ? 0 : LatencyBins.representative(few[(int) (rank - zeros)]);
    }

    /** This sketch in its compact form; equal sketches have equal bytes. */
    public byte[] toBytes() {
        return bins == null ? SketchForm.write(zeros, few, fewCount) : bins.toBytes(zeros);
    }

    /**
     * Reads the form that {@link #toBytes()} writes.
     *
     * @throws IllegalArgumentException for any other bytes
     */
    public static LatencySketch fromBytes(byte[] bytes) {
        LatencySketch sketch = new LatencySketch();
        sketch.mergeBytes(bytes);
        return sketch;
    }

    /**
     * Merges a serialised sketch without building it.
     *
     * @throws IllegalArgumentException if the bytes are not a sketch; this sketch must then be discarded
     */
    public void mergeBytes(byte[] bytes) {
        SketchForm.read(bytes, new SketchForm.Target() {
            @Override
            public void addZeros(long n) {
                LatencySketch.this.addZeros(n);
            }

            @Override
            public void addRun(int start, int length, SketchForm.Reader in) {
                LatencySketch.this.addRun(start, length, in);
            }
        });
    }

    /**
     * The number of durations in a serialised sketch, without building it.
     *
     * @throws IllegalArgumentException if the bytes are not a sketch, or hold more than {@link Long#MAX_VALUE} durations
     */
    public static long countOf(byte[] bytes) {
        Counter counter = new Counter();
        SketchForm.read(bytes, counter);
        return counter.count;
    }

    private static final class Counter implements SketchForm.Target {
        private long count;

        @Override
        public void addZeros(long n) {
            count = sum(count, n);
        }

        @Override
        public void addRun(int start, int length, SketchForm.Reader in) {
            for (int i = 0; i < length; i++) {
                count = sum(count, in.positive());
            }
        }
    }

    private void addZeros(long n) {
        count = sum(count, n);
        zeros += n;
    }

    /** Adds a run of {@code length} counts that starts at bin {@code start}. */
    private void addRun(int start, int length, SketchForm.Reader in) {
        int listed = 0;
        while (bins == null && listed < length) {
            long n = in.positive();
            count = sum(count, n);
            add(start + listed, n);
            listed++;
        }
        if (bins != null && listed < length) {
            count = bins.addRun(start + listed, length - listed, in, count);
        }
    }

    static long sum(long count, long n) {
        if (n > Long.MAX_VALUE - count) {
            throw new IllegalArgumentException(
                    "sketches of " + count + " and " + n + " durations: expected at most 2^63 - 1 together");
        }
        return count + n;
    }

    /** Two sketches are equal if they hold the same counts in the same bins. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LatencySketch that
                && count == that.count
                && zeros == that.zeros
                && Arrays.equals(toBytes(), that.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    @Override
    public String toString() {
        return "LatencySketch[count=" + count + ", p50=" + quantile(0.5) + ", p99=" + quantile(0.99) + "]";
    }
}
