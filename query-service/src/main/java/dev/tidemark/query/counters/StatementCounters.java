package dev.tidemark.query.postgres;

import java.util.Arrays;

/**
 * Calls and total execution time of each statement, accumulated by {@code pg_stat_statements}. Takes 24 bytes per statement,
 * because many readings are kept in memory.
 */
final class StatementCounters {
    /** The maximum number of statements in a reading; those with the least total time are omitted. */
    static final int MOST = 2000;

    private static final double SLOW_MILLIS = 100;

    private final long[] ids;
    private final long[] calls;
    private final double[] millis;

    private StatementCounters(long[] ids, long[] calls, double[] millis) {
        this.ids = ids;
        this.calls = calls;
        this.millis = millis;
    }

    /** Counts the statements whose calls since {@code earlier} took more than 100 ms on average. */
    long slowSince(StatementCounters earlier) {
        long slow = 0;
        for (int i = 0; i < ids.length; i++) {
            int before = Arrays.binarySearch(earlier.ids, ids[i]);
            if (before < 0 && earlier.ids.length >= MOST) {
                // The earlier reading may have omitted it, so its new calls are unknown.
                continue;
            }
            // PostgreSQL evicts statements; one that runs again is counted from 0.
            boolean restarted = before < 0 || calls[i] < earlier.calls[before] || millis[i] < earlier.millis[before];
            long newCalls = restarted ? calls[i] : calls[i] - earlier.calls[before];
            double newMillis = restarted ? millis[i] : millis[i] - earlier.millis[before];
            if (newCalls > 0 && newMillis / newCalls > SLOW_MILLIS) {
                slow++;
            }
        }
        return slow;
    }

    /** Collects statements in any order; ignores those beyond the maximum. */
    static final class Builder {
        private final long[][] rows = new long[MOST][];
        private int size;

        void add(long id, long calls, double millis) {
            if (size < MOST) {
                rows[size++] = new long[] {id, calls, Double.doubleToRawLongBits(millis)};
            }
        }

        StatementCounters build() {
            Arrays.sort(rows, 0, size, (a, b) -> Long.compare(a[0], b[0]));
            long[] ids = new long[size];
            long[] calls = new long[size];
            double[] millis = new double[size];
            for (int i = 0; i < size; i++) {
                ids[i] = rows[i][0];
                calls[i] = rows[i][1];
                millis[i] = Double.longBitsToDouble(rows[i][2]);
            }
            return new StatementCounters(ids, calls, millis);
        }
    }
}
