package dev.tidemark.query.collector;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many series a reading makes in the long run: names of applications, statements, tables and keys come and go, and each
 * combination is stored. One that was not seen for an hour makes room. Not thread-safe.
 */
final class LabelBudget {
    /** The most combinations of labels of one reading in an hour. */
    static final int MOST = 500;

    private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);

    /** When each was last seen, the least recent first. */
    private final Map<Map<String, String>, Long> seen = new LinkedHashMap<>(16, 0.75f, true);

    private long refused;

    /** Returns whether these labels may be published. */
    boolean admits(Map<String, String> labels) {
        return admits(labels, System.nanoTime());
    }

    boolean admits(Map<String, String> labels, long nanos) {
        if (!seen.containsKey(labels) && seen.size() >= MOST) {
            var oldest = seen.entrySet().iterator();
            if (nanos - oldest.next().getValue() < IDLE_NANOS) {
                refused++;
                return false;
            }
            oldest.remove();
        }
        seen.put(labels, nanos);
        return true;
    }

    /** How often it has refused labels. */
    long refused() {
        return refused;
    }
}
