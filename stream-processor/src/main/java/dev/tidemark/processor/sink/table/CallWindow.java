package dev.tidemark.processor.sink.table;

import dev.tidemark.processor.sink.copy.BinaryCopy;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.sketch.LatencySketch;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one operation in one window. Sums saturate instead of overflowing. The result does not depend on the order in which calls
 * are added. Not thread-safe.
 */
final class CallWindow {
    /** Its columns, in the order in which they are read and written. */
    static final String COLUMNS = "count, errors, sum_us, max_us, rows, hits, misses, sketch";

    private LatencySketch sketch = new LatencySketch();
    private long count;
    private long errors;
    private long sumMicros;
    private long maxMicros;
    private @Nullable Long rows;
    private @Nullable Long hits;
    private @Nullable Long misses;

    void add(CallSummary event) {
        if (isFullFor(event.count())) {
            return;
        }
        sketch.merge(event.sketch());
        add(event.count(), event.errors(), event.sumMicros(), event.maxMicros());
        addReads(event.rows(), event.hits(), event.misses());
    }

    /**
     * Adds a stored window to one without calls.
     *
     * @param row {@link #COLUMNS}, the first at {@code at}
     * @return whether its sketch could be read. Otherwise only its numbers are added, and the sketch has fewer calls than they tell.
     */
    boolean add(ResultSet row, int at) throws SQLException {
        LatencySketch stored = sketch(row.getBytes(at + 7), row.getLong(at));
        if (stored != null) {
            sketch = stored;
        }
        add(row.getLong(at), row.getLong(at + 1), row.getLong(at + 2), row.getLong(at + 3));
        addReads(
                row.getObject(at + 4, Long.class),
                row.getObject(at + 5, Long.class),
                row.getObject(at + 6, Long.class));
        return stored != null;
    }

    private static @Nullable LatencySketch sketch(byte[] bytes, long calls) {
        try {
            LatencySketch stored = LatencySketch.fromBytes(bytes);
            return stored.count() <= calls ? stored : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The sketch cannot saturate, so calls beyond the largest number are left out with everything that belongs to them. */
    private boolean isFullFor(long more) {
        return count > Long.MAX_VALUE - more;
    }

    private void add(long moreCount, long moreErrors, long moreMicros, long longestMicros) {
        count += moreCount;
        errors += moreErrors;
        sumMicros = sum(sumMicros, moreMicros);
        maxMicros = Math.max(maxMicros, longestMicros);
    }

    private void addReads(@Nullable Long moreRows, @Nullable Long moreHits, @Nullable Long moreMisses) {
        rows = sum(rows, moreRows);
        hits = sum(hits, moreHits);
        misses = sum(misses, moreMisses);
    }

    /** Writes {@link #COLUMNS}. */
    void write(BinaryCopy copy) {
        copy.int8(count);
        copy.int8(errors);
        copy.int8(sumMicros);
        copy.int8(maxMicros);
        copy.int8(rows);
        copy.int8(hits);
        copy.int8(misses);
        copy.bytea(sketch.toBytes());
    }

    private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return sum(a.longValue(), b.longValue());
    }

    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
