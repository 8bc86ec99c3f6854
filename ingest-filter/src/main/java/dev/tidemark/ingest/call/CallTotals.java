package dev.tidemark.ingest.call;

/** What calls add up to, except their times one by one. Not thread-safe. */
class CallTotals {
    /** Of rows, hits and misses that nobody has told. */
    static final long UNKNOWN = -1;

    private long count;
    private long errors;
    private long sumMicros;
    private long maxMicros;
    private long rows = UNKNOWN;
    private long hits = UNKNOWN;
    private long misses = UNKNOWN;

    final void add(long micros, boolean failed) {
        count++;
        if (failed) {
            errors++;
        }
        sumMicros += micros;
        maxMicros = Math.max(maxMicros, micros);
    }

    /**
     * Lets a call that was added take longer: {@code micros} in all. It may have been added elsewhere, as a part of the window that was
     * sent already; the longest time stays one that these calls can have.
     */
    final void extend(long micros, long by) {
        sumMicros += by;
        long mean = (sumMicros + count - 1) / count;
        maxMicros = Math.max(Math.max(maxMicros, mean), Math.min(micros, sumMicros));
    }

    final void found(long moreRows, long moreHits, long moreMisses) {
        rows = sum(rows, moreRows);
        hits = sum(hits, moreHits);
        misses = sum(misses, moreMisses);
    }

    final void add(CallTotals other) {
        count += other.count;
        errors += other.errors;
        sumMicros += other.sumMicros;
        maxMicros = Math.max(maxMicros, other.maxMicros);
        found(other.rows, other.hits, other.misses);
    }

    void clear() {
        count = 0;
        errors = 0;
        sumMicros = 0;
        maxMicros = 0;
        rows = UNKNOWN;
        hits = UNKNOWN;
        misses = UNKNOWN;
    }

    static long sum(long known, long more) {
        if (more < 0) {
            return known;
        }
        return known < 0 ? more : known + more;
    }

    final long count() {
        return count;
    }

    final long errors() {
        return errors;
    }

    final long sumMicros() {
        return sumMicros;
    }

    final long maxMicros() {
        return maxMicros;
    }

    final long rows() {
        return rows;
    }

    final long hits() {
        return hits;
    }

    final long misses() {
        return misses;
    }
}
