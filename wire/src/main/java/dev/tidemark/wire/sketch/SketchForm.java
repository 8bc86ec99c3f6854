package dev.tidemark.wire.sketch;

import dev.tidemark.wire.binary.BinaryReader;
import dev.tidemark.wire.binary.BinaryWriter;
import java.util.Arrays;

/**
 * The serialised form of a sketch, version 1: a byte {@code 1}, the number of zeros, the number of runs, and for each
 * run of adjacent non-empty bins: the distance of its first bin from the end of the previous run (from bin 0 for the
 * first), its length, and the counts. All numbers are unsigned LEB128 varints, so a bin with fewer than 128 durations
 * takes one byte. The form is unique: no count is 0, no run touches the previous one, and every varint has its shortest
 * form, so a sketch that was read is written as the same bytes.
 */
final class SketchForm {
    static final byte VERSION = 1;

    private SketchForm() {}

    static byte[] write(long zeros, int offset, long[] bins, int first, int last) {
        byte[] out = new byte[4 * BinaryWriter.MAX_VARINT_BYTES + 2 * Math.max(0, last - first + 1)];
        int head = 1 + 2 * BinaryWriter.MAX_VARINT_BYTES;
        int length = head;
        int runs = 0;
        int end = 0;
        int i = first;
        while (i <= last) {
            if (bins[i] == 0) {
                i++;
                continue;
            }
            int runEnd = i + 1;
            while (runEnd <= last && bins[runEnd] != 0) {
                runEnd++;
            }
            out = withRoom(out, length);
            length = BinaryWriter.putVarint(out, length, (long) offset + i - end);
            out = withRoom(out, length);
            length = BinaryWriter.putVarint(out, length, runEnd - i);
            for (; i < runEnd; i++) {
                out = withRoom(out, length);
                length = BinaryWriter.putVarint(out, length, bins[i]);
            }
            end = offset + runEnd;
            runs++;
        }
        return behindHead(zeros, runs, out, head, length);
    }

    /** The number of runs is known only after they are written. */
    private static byte[] behindHead(long zeros, int runs, byte[] out, int from, int to) {
        int head = BinaryWriter.putVarint(out, 1, zeros);
        head = BinaryWriter.putVarint(out, head, runs);
        byte[] form = new byte[head + to - from];
        form[0] = VERSION;
        System.arraycopy(out, 1, form, 1, head - 1);
        System.arraycopy(out, from, form, head, to - from);
        return form;
    }

    /** Writes the form of durations whose bins are listed in ascending order. */
    static byte[] write(long zeros, short[] sorted, int count) {
        int head = 1 + 2 * BinaryWriter.MAX_VARINT_BYTES;
        byte[] out = new byte[head + 5 * count];
        int length = head;
        int runs = 0;
        int end = 0;
        int i = 0;
        while (i < count) {
            int runEnd = endOfRun(sorted, count, i);
            int start = sorted[i];
            int bins = sorted[runEnd - 1] - start + 1;
            length = BinaryWriter.putVarint(out, length, start - end);
            length = BinaryWriter.putVarint(out, length, bins);
            while (i < runEnd) {
                int same = i + 1;
                while (same < runEnd && sorted[same] == sorted[i]) {
                    same++;
                }
                length = BinaryWriter.putVarint(out, length, same - i);
                i = same;
            }
            end = start + bins;
            runs++;
        }
        return behindHead(zeros, runs, out, head, length);
    }

    private static int endOfRun(short[] sorted, int count, int start) {
        int end = start + 1;
        while (end < count && sorted[end] - sorted[end - 1] <= 1) {
            end++;
        }
        return end;
    }

    private static byte[] withRoom(byte[] bytes, int length) {
        return bytes.length - length < BinaryWriter.MAX_VARINT_BYTES ? Arrays.copyOf(bytes, 2 * bytes.length) : bytes;
    }

    /** Receives the counts of a serialised sketch. */
    interface Target {
        void addZeros(long n);

        /** Reads a run of {@code length} counts that starts at bin {@code start}. */
        void addRun(int start, int length, Reader in);
    }

    static void read(byte[] bytes, Target into) {
        Reader in = new Reader(bytes);
        if (!in.startsWith(VERSION)) {
            throw new IllegalArgumentException("sketch of " + bytes.length + " bytes"
                    + (bytes.length == 0 ? "" : " and version " + bytes[0]) + ": expected version " + VERSION);
        }
        into.addZeros(in.number());
        long runs = in.number();
        long end = 0;
        for (long run = 0; run < runs; run++) {
            long previousEnd = end;
            long start = previousEnd + in.bounded();
            long length = in.bounded();
            end = start + length;
            if (length == 0 || end > LatencyBins.MAX_INDEX + 1) {
                throw new IllegalArgumentException("sketch with a run of " + length + " bins from bin " + start
                        + ": expected at least one, up to bin " + LatencyBins.MAX_INDEX);
            }
            if (run > 0 && start == previousEnd) {
                throw new IllegalArgumentException(
                        "sketch with two runs that touch at bin " + start + ": expected one run");
            }
            into.addRun((int) start, (int) length, in);
        }
        if (in.left() > 0) {
            throw new IllegalArgumentException("sketch with " + in.left() + " bytes after its end: expected none");
        }
    }

    /** Reads numbers from left to right. */
    static final class Reader extends BinaryReader<IllegalArgumentException> {
        private Reader(byte[] bytes) {
            super(bytes);
        }

        private boolean startsWith(byte version) {
            return left() > 0 && bytes[position++] == version;
        }

        /** A number no larger than the largest bin index. */
        private long bounded() {
            long value = number();
            if (value > LatencyBins.MAX_INDEX + 1) {
                throw new IllegalArgumentException(
                        "sketch with bin " + value + ": expected at most " + LatencyBins.MAX_INDEX);
            }
            return value;
        }

        int position() {
            return position;
        }

        /**
         * Adds the next counts to {@code bins} from {@code from} on: at most {@code most} of them, and only counts of
         * one byte. Returns their sum.
         */
        int addShort(long[] bins, int from, int most) {
            int start = position;
            int n = Math.min(most, bytes.length - start);
            int sum = 0;
            int i = 0;
            while (i < n && bytes[start + i] > 0) {
                bins[from + i] += bytes[start + i];
                sum += bytes[start + i];
                i++;
            }
            position = start + i;
            return sum;
        }

        /** The next count. */
        long positive() {
            long value = number();
            if (value == 0) {
                throw new IllegalArgumentException("sketch with an empty bin in a run: expected a count of 1 or more");
            }
            return value;
        }

        private long number() {
            if (position < bytes.length && bytes[position] >= 0) {
                return bytes[position++];
            }
            return longNumber();
        }

        private long longNumber() {
            long value = varint("number");
            if (value < 0) {
                throw tooLong("number");
            }
            if (bytes[position - 1] == 0) {
                throw new IllegalArgumentException("sketch with a padded number: expected its shortest form");
            }
            return value;
        }

        @Override
        protected IllegalArgumentException cutOff() {
            return new IllegalArgumentException("sketch cut off after " + bytes.length + " bytes: expected more");
        }

        @Override
        protected IllegalArgumentException tooLong(String what) {
            return new IllegalArgumentException(
                    "sketch with a " + what + " of more than 63 bits: expected at most 2^63 - 1");
        }
    }
}
