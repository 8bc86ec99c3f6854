package dev.tidemark.query.logs;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest lines, for all readers together, bounded in lines and in bytes. A reader holds a place in it, so a slow one never
 * holds up another. Lines are numbered in the order in which they came. Safe for use by many threads.
 */
final class LogRing {
    private final @Nullable LogLine[] slots;
    private final long maxWeight;
    /** From here on, everything of a partition up to {@link #head} is here. */
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
     * Some lines in a row.
     *
     * @param first the number of the first of them; larger than asked for if lines were gone by then
     * @param lines the lines
     * @param base the position before the oldest line that was here
     */
    record Slice(long first, List<LogLine> lines, LogPosition base) {}

    /** A partition is read from {@code offset} on, unless it was read before. */
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

    /** A record was no line. */
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

    /** At most {@code max} lines from number {@code from} on, and at most {@code maxBytes} of them; at least one if there is one. */
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

    /** As {@link #read}, the lines that come just before number {@code end}. */
    synchronized Slice readBefore(long end, int max, long maxBytes) {
        long start = Math.min(end, next);
        long bytes = 0;
        while (start > first && end - start < max && bytes < maxBytes) {
            start--;
            bytes += at(start).weight();
        }
        return read(start, (int) (end - start), Long.MAX_VALUE);
    }

    /** How far the topic was read. */
    synchronized LogPosition head() {
        return head.copy();
    }

    /** Where a reader goes on that knows everything before {@code position}. */
    synchronized Join join(@Nullable LogPosition position) {
        LogPosition known = head.copy();
        // Before the first partition is begun, nothing is known of where the topic ends.
        boolean covered = position == null || !head.partitions().isEmpty();
        long start = next;
        if (position != null) {
            for (int partition : head.partitions().keySet()) {
                long end = head.next(partition, 0);
                // A position beyond the end is one of a topic that was deleted and made anew.
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
     * Where a reader goes on.
     *
     * @param start the number of the first line that the reader does not know
     * @param end the number of the next line to come
     * @param covered whether everything from {@code known} on is here
     * @param known everything before is known to the reader
     * @param head how far the topic was read
     */
    record Join(long start, long end, boolean covered, LogPosition known, LogPosition head) {}

    /** Whether {@code line} is beyond {@code known}. */
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
