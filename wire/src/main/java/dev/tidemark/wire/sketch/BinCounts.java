package dev.tidemark.wire.sketch;

/** The number of durations in each bin, as an array from about the lowest bin in use to about the highest. Not thread-safe. */
final class BinCounts {
    private static final int INITIAL_BINS = 16;
    private static final long[] NO_BINS = {};

    /** The bin counted by {@code counts[0]}. */
    private int offset;

    private long[] counts = NO_BINS;
    /** The first and the last bin with a duration; no bin if the first is above the last. */
    private int first = Integer.MAX_VALUE;

    private int last = -1;

    void add(int bin, long n) {
        int position = bin - offset;
        if (position < 0 || position >= counts.length) {
            cover(bin, bin);
            position = bin - offset;
        }
        counts[position] += n;
        first = Math.min(first, bin);
        last = Math.max(last, bin);
    }

    /** Adds the number of durations of each octave to {@code to}. */
    void addOctaves(long[] to) {
        for (int bin = first; bin <= last; bin++) {
            to[LatencyBins.octave(bin)] += counts[bin - offset];
        }
    }

    /** Adds one duration for each of the first {@code length} bins in {@code list}, which may repeat. */
    void addEach(short[] list, int length) {
        if (length == 0) {
            return;
        }
        int low = Integer.MAX_VALUE;
        int high = -1;
        for (int i = 0; i < length; i++) {
            low = Math.min(low, list[i]);
            high = Math.max(high, list[i]);
        }
        use(low, high);
        for (int i = 0; i < length; i++) {
            counts[list[i] - offset]++;
        }
    }

    void merge(BinCounts other) {
        if (other.first > other.last) {
            return;
        }
        use(other.first, other.last);
        int from = other.first - other.offset;
        int to = other.first - offset;
        int length = other.last - other.first + 1;
        for (int i = 0; i < length; i++) {
            counts[to + i] += other.counts[from + i];
        }
    }

    /**
     * Adds a run of {@code length} counts that starts at bin {@code start}.
     *
     * @return {@code before} and the counts together
     * @throws IllegalArgumentException if that exceeds {@link Long#MAX_VALUE}
     */
    long addRun(int start, int length, SketchForm.Reader in, long before) {
        use(start, start + length - 1);
        long count = before;
        int at = start - offset;
        int end = at + length;
        while (at < end) {
            int position = in.position();
            count = LatencySketch.sum(count, in.addShort(counts, at, end - at));
            at += in.position() - position;
            if (at < end) {
                long n = in.positive();
                count = LatencySketch.sum(count, n);
                counts[at++] += n;
            }
        }
        return count;
    }

    /**
     * The duration at {@code position} when all durations are sorted, in microseconds; between two it is interpolated.
     *
     * @param rank {@code position} rounded down
     * @param zeros the number of durations of 0, which come before those in bins
     * @param count the number of all durations
     */
    double valueAt(double position, long rank, long zeros, long count) {
        long upToBin = zeros;
        int bin = upToBin <= rank ? first - offset - 1 : -1;
        while (upToBin <= rank) {
            upToBin += counts[++bin];
        }
        double low = valueOf(bin);
        if (upToBin > rank + 1 || rank + 1 == count) {
            return low;
        }
        do {
            bin++;
        } while (counts[bin] == 0);
        return low + (position - rank) * (valueOf(bin) - low);
    }

    private double valueOf(int bin) {
        return bin < 0 ? 0 : LatencyBins.representative(offset + bin);
    }

    byte[] toBytes(long zeros) {
        return SketchForm.write(zeros, offset, counts, first - offset, last - offset);
    }

    /** About, in bytes. */
    int heapBytes() {
        return 32 + (counts.length == 0 ? 0 : 16 + Long.BYTES * counts.length);
    }

    private void use(int low, int high) {
        cover(low, high);
        first = Math.min(first, low);
        last = Math.max(last, high);
    }

    /** Makes room for the bins from {@code low} to {@code high}, both included. */
    private void cover(int low, int high) {
        if (counts.length > 0 && low >= offset && high < offset + counts.length) {
            return;
        }
        boolean empty = first > last;
        int from = empty ? low : Math.min(low, first);
        int to = empty ? high : Math.max(high, last);
        int needed = to - from + 1;
        int length = Math.max(needed, Math.min(Math.max(INITIAL_BINS, 2 * counts.length), LatencyBins.MAX_INDEX + 1));
        // Leaves room on both sides: later values may be smaller or larger.
        int start = Math.max(0, Math.min(from - (length - needed) / 2, LatencyBins.MAX_INDEX + 1 - length));
        long[] wider = new long[length];
        if (!empty) {
            System.arraycopy(counts, first - offset, wider, first - start, last - first + 1);
        }
        counts = wider;
        offset = start;
    }
}
