package dev.tidemark.query.postgres;

import java.util.Arrays;

/**
 * How often statements ran and for how long, since they were first seen. Compact, because many readings are kept: 24 bytes a
 * statement.
 */
final class StatementCounters {
    /** The statements of a reading, at most; those that took least time are left out. */
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

    /** How many statements took more than 100 ms on average, of their calls since {@code earlier}. */
    long slowSince(StatementCounters earlier) {
        long slow = 0;
        for (int i = 0; i < ids.length; i++) {
            int before = Arrays.binarySearch(earlier.ids, ids[i]);
            if (before < 0 && earlier.ids.length >= MOST) {
                // It may have been there, and left out.
                continue;
            }
            // PostgreSQL forgets statements, and begins anew when they come again.
            boolean anew = before < 0 || calls[i] < earlier.calls[before] || millis[i] < earlier.millis[before];
            long newCalls = anew ? calls[i] : calls[i] - earlier.calls[before];
            double newMillis = anew ? millis[i] : millis[i] - earlier.millis[before];
            if (newCalls > 0 && newMillis / newCalls > SLOW_MILLIS) {
                slow++;
            }
        }
        return slow;
    }

    /** Collects statements in any order. */
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
