package dev.tidemark.query.logs;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A position in the logs topic: the next offset of each partition, written {@code 0:4711,1:12}. Not thread-safe.
 */
final class LogPosition {
    private static final int MAX_PARTITIONS = 1000;

    private final TreeMap<Integer, Long> next;

    LogPosition() {
        this(new TreeMap<>());
    }

    private LogPosition(TreeMap<Integer, Long> next) {
        this.next = next;
    }

    /** Parses a position; null if {@code text} is not one. */
    static @Nullable LogPosition parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        TreeMap<Integer, Long> next = new TreeMap<>();
        for (String part : text.strip().split(",", MAX_PARTITIONS)) {
            int colon = part.indexOf(':');
            try {
                int partition = Integer.parseInt(part.substring(0, Math.max(0, colon)));
                long offset = Long.parseLong(part.substring(colon + 1));
                if (partition < 0 || offset < 0) {
                    return null;
                }
                next.put(partition, offset);
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return new LogPosition(next);
    }

    LogPosition copy() {
        return new LogPosition(new TreeMap<>(next));
    }

    /** The next offset of each known partition. */
    Map<Integer, Long> partitions() {
        return next;
    }

    /** The next offset of {@code partition}, or {@code otherwise} if the partition is unknown. */
    long next(int partition, long otherwise) {
        return next.getOrDefault(partition, otherwise);
    }

    void set(int partition, long offset) {
        next.put(partition, offset);
    }

    /** Advances to {@code offset}; never moves back. */
    void advance(int partition, long offset) {
        next.merge(partition, offset, Math::max);
    }

    /** Advances to {@code other}; no partition moves back. */
    void advance(LogPosition other) {
        other.next.forEach(this::advance);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        next.forEach((partition, offset) -> text.append(text.isEmpty() ? "" : ",")
                .append(partition)
                .append(':')
                .append(offset));
        return text.toString();
    }
}
