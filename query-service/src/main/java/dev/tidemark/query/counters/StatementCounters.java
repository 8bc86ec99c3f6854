package dev.tidemark.query.counters;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Calls, total execution time, rows and blocks of each statement, accumulated by {@code pg_stat_statements}. Takes 40 bytes per
 * statement, because many readings are kept in memory.
 */
public final class StatementCounters {
    /** The maximum number of statements in a reading; those with the least total time are omitted. */
    public static final int MOST = 2000;

    private static final double SLOW_MILLIS = 100;

    private final long[] ids;
    private final long[] calls;
    private final double[] millis;
    private final long[] rows;
    private final long[] blocks;
    private final long reset;

    private StatementCounters(long[] ids, long[] calls, double[] millis, long[] rows, long[] blocks, long reset) {
        this.ids = ids;
        this.calls = calls;
        this.millis = millis;
        this.rows = rows;
        this.blocks = blocks;
        this.reset = reset;
    }

    /**
     * What a statement did between two readings.
     *
     * @param calls the number of its calls; above 0
     * @param blocks the blocks of tables and indexes that it looked at, in memory or on disk; 0 if they are not known
     */
    public record StatementRise(long id, long calls, double millis, long rows, long blocks) {
        public StatementRise(long id, long calls, double millis, long rows) {
            this(id, calls, millis, rows, 0);
        }
    }

    /** Counts the statements whose calls since {@code earlier} took more than 100 ms on average. */
    public long slowSince(StatementCounters earlier) {
        return since(earlier).stream()
                .filter(rise -> rise.millis() / rise.calls() > SLOW_MILLIS)
                .count();
    }

    /** Returns the statements that were called since {@code earlier}, unless their earlier calls are unknown. */
    public List<StatementRise> since(StatementCounters earlier) {
        List<StatementRise> rises = new ArrayList<>();
        boolean wereReset = reset != earlier.reset && reset != 0 && earlier.reset != 0;
        for (int i = 0; i < ids.length; i++) {
            int before = wereReset ? -1 : Arrays.binarySearch(earlier.ids, ids[i]);
            if (before < 0 && !wereReset && earlier.ids.length >= MOST) {
                // The earlier reading may have omitted it, so its new calls are unknown.
                continue;
            }
            // PostgreSQL evicts statements; one that runs again is counted from 0.
            boolean restarted = before < 0 || calls[i] < earlier.calls[before] || millis[i] < earlier.millis[before];
            long newCalls = restarted ? calls[i] : calls[i] - earlier.calls[before];
            if (newCalls > 0) {
                rises.add(new StatementRise(
                        ids[i],
                        newCalls,
                        restarted ? millis[i] : millis[i] - earlier.millis[before],
                        restarted ? rows[i] : Math.max(0, rows[i] - earlier.rows[before]),
                        restarted ? blocks[i] : Math.max(0, blocks[i] - earlier.blocks[before])));
            }
        }
        return rises;
    }

    /** Collects statements in any order; ignores those beyond the maximum. */
    public static final class Builder {
        private final long[][] statements = new long[MOST][];
        private int size;
        private long reset;

        /** When all counters were set to 0, in microseconds since 1970; 0 if it is not known. */
        public void reset(long micros) {
            reset = micros;
        }

        public void add(long id, long calls, double millis, long rows) {
            add(id, calls, millis, rows, 0);
        }

        void add(long id, long calls, double millis, long rows, long blocks) {
            if (size < MOST) {
                statements[size++] = new long[] {id, calls, Double.doubleToRawLongBits(millis), rows, blocks};
            }
        }

        public StatementCounters build() {
            Arrays.sort(statements, 0, size, (a, b) -> Long.compare(a[0], b[0]));
            long[] ids = new long[size];
            long[] calls = new long[size];
            double[] millis = new double[size];
            long[] rows = new long[size];
            long[] blocks = new long[size];
            for (int i = 0; i < size; i++) {
                ids[i] = statements[i][0];
                calls[i] = statements[i][1];
                millis[i] = Double.longBitsToDouble(statements[i][2]);
                rows[i] = statements[i][3];
                blocks[i] = statements[i][4];
            }
            return new StatementCounters(ids, calls, millis, rows, blocks, reset);
        }
    }
}
