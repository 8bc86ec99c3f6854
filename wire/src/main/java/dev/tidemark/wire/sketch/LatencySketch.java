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

    private static final int INITIAL_BINS = 16;
    private static final long[] NO_BINS = {};

    /** The most durations above 0 that are kept as a list. */
    static final int MOST_FEW = 64;

    private static final short[] NONE = {};

    private long count;
    private long zeros;
    /** The bin counted by {@code bins[0]}. */
    private int offset;

    private long[] bins = NO_BINS;
    /** The bin of each of the first durations, in any order; null once they are counted in {@code bins}. */
    private short @Nullable [] few = NONE;

    private int fewCount;
    /** The first and the last bin with a duration; no bin if the first is above the last. */
    private int first = Integer.MAX_VALUE;

    private int last = -1;

    /**
     * Adds one duration.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public void add(long micros) {
        if (micros <= 0) {
            addZero(micros);
            return;
        }
        int index = LatencyBins.index(micros);
        if (few != null && addFew(index)) {
            count++;
            return;
        }
        int position = index - offset;
        if (position < 0 || position >= bins.length) {
            cover(index, index);
            position = index - offset;
        }
        bins[position]++;
        count++;
        first = Math.min(first, index);
        last = Math.max(last, index);
    }

    /** Whether the list had room; if not, it is counted in the bins, and {@code index} is not. */
    private boolean addFew(int index) {
        short[] list = few;
        if (list == null || fewCount == MOST_FEW) {
            countFew();
            return false;
        }
        if (fewCount == list.length) {
            list = Arrays.copyOf(list, Math.max(8, 2 * list.length));
            few = list;
        }
        list[fewCount++] = (short) index;
        return true;
    }

    /** Counts the listed durations in the bins, and those of this sketch from now on. */
    private void countFew() {
        short[] list = few;
        few = null;
        if (list != null && fewCount > 0) {
            count(list, fewCount);
        }
    }

    private void count(short[] list, int length) {
        int low = Integer.MAX_VALUE;
        int high = -1;
        for (int i = 0; i < length; i++) {
            low = Math.min(low, list[i]);
            high = Math.max(high, list[i]);
        }
        cover(low, high);
        for (int i = 0; i < length; i++) {
            bins[list[i] - offset]++;
        }
        first = Math.min(first, low);
        last = Math.max(last, high);
    }

    private void addZero(long micros) {
        if (micros < 0) {
            throw new IllegalArgumentException("duration " + micros + " us: expected 0 or more");
        }
        zeros++;
        count++;
    }

    /**
     * Adds the durations of {@code other}, which stays unchanged.
     *
     * @throws IllegalArgumentException if the sum of both counts exceeds {@link Long#MAX_VALUE}; nothing is added
     */
    public void merge(LatencySketch other) {
        long sum = countWith(other.count);
        short[] list = other.few;
        if (list != null) {
            mergeFew(list, other.fewCount);
        } else if (other.first <= other.last) {
            countFew();
            cover(other.first, other.last);
            int from = other.first - other.offset;
            int to = other.first - offset;
            int length = other.last - other.first + 1;
            for (int i = 0; i < length; i++) {
                bins[to + i] += other.bins[from + i];
            }
            first = Math.min(first, other.first);
            last = Math.max(last, other.last);
        }
        zeros += other.zeros;
        count = sum;
    }

    private void mergeFew(short[] list, int length) {
        short[] own = few;
        if (length == 0) {
            return;
        }
        if (own == null || fewCount + length > MOST_FEW) {
            countFew();
            count(list, length);
            return;
        }
        if (fewCount + length > own.length) {
            own = Arrays.copyOf(own, Math.min(MOST_FEW, Math.max(2 * own.length, fewCount + length)));
            few = own;
        }
        System.arraycopy(list, 0, own, fewCount, length);
        fewCount += length;
    }

    /** The memory of this sketch, about, in bytes. It grows with the span between the shortest and the longest duration. */
    public int heapBytes() {
        short[] list = few;
        int listed = list == null || list.length == 0 ? 0 : 16 + Short.BYTES * list.length;
        int binned = bins.length == 0 ? 0 : 16 + Long.BYTES * bins.length;
        return 56 + listed + binned;
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
        if (few != null) {
            short[] sorted = sorted(few);
            double low = valueAt(sorted, rank);
            return low + (position - rank) * (valueAt(sorted, Math.min(rank + 1, count - 1)) - low);
        }
        // Zeros come before the bins.
        long upToBin = zeros;
        int bin = upToBin <= rank ? first - offset - 1 : -1;
        while (upToBin <= rank) {
            upToBin += bins[++bin];
        }
        double low = valueOf(bin);
        if (upToBin > rank + 1 || rank + 1 == count) {
            return low;
        }
        do {
            bin++;
        } while (bins[bin] == 0);
        return low + (position - rank) * (valueOf(bin) - low);
    }

    /**
     * As {@link #quantile(double)}, but never below the shortest or above the longest of the durations that were added: the
     * middle of a bin may lie beyond its only value.
     */
    public double quantile(double q, long minMicros, long maxMicros) {
        return Math.min(Math.max(quantile(q), minMicros), maxMicros);
    }

    /** A copy, because other threads may read this sketch. */
    private short[] sorted(short[] list) {
        short[] sorted = Arrays.copyOf(list, fewCount);
        Arrays.sort(sorted);
        return sorted;
    }

    private double valueAt(short[] sorted, long rank) {
        return rank < zeros ? 0 : LatencyBins.representative(sorted[(int) (rank - zeros)]);
    }

    private double valueOf(int bin) {
        return bin < 0 ? 0 : LatencyBins.representative(offset + bin);
    }

    /** This sketch in its compact form; equal sketches have equal bytes. */
    public byte[] toBytes() {
        if (few != null) {
            return SketchForm.write(zeros, sorted(few));
        }
        return SketchForm.write(zeros, offset, bins, first - offset, last - offset);
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
        count = countWith(n);
        zeros += n;
    }

    /** Adds a run of {@code length} counts that starts at bin {@code start}. */
    private void addRun(int start, int length, SketchForm.Reader in) {
        int listed = 0;
        while (few != null && listed < length) {
            long n = in.positive();
            count = countWith(n);
            addToFew(start + listed, n);
            listed++;
        }
        if (listed < length) {
            countRun(start + listed, length - listed, in);
        }
    }

    private void addToFew(int index, long n) {
        if (n > MOST_FEW - fewCount) {
            countFew();
            cover(index, index);
            bins[index - offset] += n;
            first = Math.min(first, index);
            last = Math.max(last, index);
            return;
        }
        for (long i = 0; i < n; i++) {
            addFew(index);
        }
    }

    private void countRun(int start, int length, SketchForm.Reader in) {
        cover(start, start + length - 1);
        first = Math.min(first, start);
        last = Math.max(last, start + length - 1);
        int at = start - offset;
        int end = at + length;
        while (at < end) {
            int before = in.position();
            count = countWith(in.addShort(bins, at, end - at));
            at += in.position() - before;
            if (at < end) {
                long n = in.positive();
                count = countWith(n);
                bins[at++] += n;
            }
        }
    }

    private long countWith(long n) {
        return sum(count, n);
    }

    private static long sum(long count, long n) {
        if (n > Long.MAX_VALUE - count) {
            throw new IllegalArgumentException(
                    "sketches of " + count + " and " + n + " durations: expected at most 2^63 - 1 together");
        }
        return count + n;
    }

    /** Makes room for the bins from {@code low} to {@code high}, both included. */
    private void cover(int low, int high) {
        if (bins.length > 0 && low >= offset && high < offset + bins.length) {
            return;
        }
        boolean empty = first > last;
        int from = empty ? low : Math.min(low, first);
        int to = empty ? high : Math.max(high, last);
        int needed = to - from + 1;
        int length = Math.max(needed, Math.min(Math.max(INITIAL_BINS, 2 * bins.length), LatencyBins.MAX_INDEX + 1));
        // Leaves room on both sides: later values may be smaller or larger.
        int start = Math.max(0, Math.min(from - (length - needed) / 2, LatencyBins.MAX_INDEX + 1 - length));
        long[] wider = new long[length];
        if (!empty) {
            System.arraycopy(bins, first - offset, wider, first - start, last - first + 1);
        }
        bins = wider;
        offset = start;
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
