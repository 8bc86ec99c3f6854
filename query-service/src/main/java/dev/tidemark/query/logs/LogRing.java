package dev.tidemark.query.logs;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest lines, shared by all readers and bounded in lines and bytes. Each reader has its own position, so a slow reader never
 * delays another. Lines are numbered in the order of arrival. Thread-safe.
 */
final class LogRing {
    private final @Nullable LogLine[] slots;
    private final long maxWeight;
    /** The ring holds all lines of each partition from here up to {@link #head}. */
    private final LogPosition base = new LogPosition();

    private final LogPosition head = new LogPosition();
    private long first;
    private long next;
    private long weight;

    LogRing(int maxLines, long maxWeight) {
        this.slots = new LogLine[maxLines];
        this.maxWeight = maxWeight;
    }

    /**
     * Consecutive lines.
     *
     * @param first the number of the first line; larger than requested if the requested lines were dropped
     * @param lines the lines
     * @param base the position of the oldest line in the ring
     */
    record Slice(long first, List<LogLine> lines, LogPosition base) {}

    /** Notes that a partition is read from {@code offset} on; does nothing if it was read before. */
    synchronized void begin(int partition, long offset) {
        if (head.next(partition, -1) != offset) {
            base.set(partition, offset);
            head.set(partition, offset);
        }
    }

    synchronized void add(LogLine line) {
        while (next - first >= slots.length || (weight + line.weight() > maxWeight && next > first)) {
            dropFirst();
        }
        slots[slot(next)] = line;
        next++;
        weight += line.weight();
        head.set(line.partition(), line.offset() + 1);
    }

    /** Notes that a record was not a log line. */
    synchronized void pass(int partition, long offset) {
        head.set(partition, offset + 1);
    }

    private void dropFirst() {
        LogLine line = at(first);
        slots[slot(first)] = null;
        weight -= line.weight();
        base.advance(line.partition(), line.offset() + 1);
        first++;
    }

    /** Returns lines from number {@code from} on, at most {@code max} lines and {@code maxBytes}, but at least one if there is one. */
    synchronized Slice read(long from, int max, long maxBytes) {
        long start = Math.max(first, from);
        List<LogLine> lines = new ArrayList<>();
        long bytes = 0;
        for (long i = start; i < next && lines.size() < max && bytes < maxBytes; i++) {
            lines.add(at(i));
            bytes += at(i).weight();
        }
        return new Slice(start, lines, base.copy());
    }

    /** Like {@link #read}, but returns the lines just before number {@code end}. */
    synchronized Slice readBefore(long end, int max, long maxBytes) {
        long start = Math.min(end, next);
        long bytes = 0;
        while (start > first && end - start < max && bytes < maxBytes) {
            start--;
            bytes += at(start).weight();
        }
        return read(start, (int) (end - start), Long.MAX_VALUE);
    }

    /** The position up to which the topic was read. */
    synchronized LogPosition head() {
        return head.copy();
    }

    /** Finds where a reader that has everything before {@code position} continues. */
    synchronized Join join(@Nullable LogPosition position) {
        LogPosition known = head.copy();
        // Until the first partition is read, the end of the topic is unknown.
        boolean covered = position == null || !head.partitions().isEmpty();
        long start = next;
        if (position != null) {
            for (int partition : head.partitions().keySet()) {
                long end = head.next(partition, 0);
                // A position beyond the end belongs to a topic that was deleted and recreated.
                long wanted = Math.min(end, position.next(partition, end));
                known.set(partition, wanted);
                covered &= wanted >= base.next(partition, 0);
            }
        }
        for (long i = first; position != null && i < start; i++) {
            if (isUnknown(at(i), known)) {
                start = i;
            }
        }
        return new Join(start, next, covered, known, head.copy());
    }

    /**
     * Where a reader continues.
     *
     * @param start the number of the first line that the reader does not have
     * @param end the number that the next new line will get
     * @param covered whether the ring holds all lines from {@code known} on
     * @param known the reader has everything before this position
     * @param head the position up to which the topic was read
     */
    record Join(long start, long end, boolean covered, LogPosition known, LogPosition head) {}

    /** Returns whether {@code line} comes after {@code known}. */
    static boolean isUnknown(LogLine line, LogPosition known) {
        return line.offset() >= known.next(line.partition(), 0);
    }

    private LogLine at(long number) {
        LogLine line = slots[slot(number)];
        if (line == null) {
            throw new IllegalStateException("no line " + number + " between " + first + " and " + next);
        }
        return line;
    }

    private int slot(long number) {
        return (int) (number % slots.length);
    }
}
