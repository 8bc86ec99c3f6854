package dev.tidemark.query.collector;

import dev.tidemark.query.collector.PlanIndexes.Index;
import dev.tidemark.query.counters.StatementCounters.StatementRise;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long one statement usually takes, and when its plan was last taken. Not thread-safe. */
final class WatchedStatement {
    /** A statement is slow if its mean is this many times its usual one. */
    static final double FACTOR = 2;
    /** Below this mean, no statement is slow. */
    static final double LEAST_MILLIS = 1;
    /** Readings with fewer calls say nothing about the mean. */
    static final long LEAST_CALLS = 5;
    /** The readings after which its usual mean is known. */
    static final int LEARNED = 3;

    /** The weight of a reading in the usual mean, so that a statement that stays slow becomes usual after some minutes. */
    private static final double WEIGHT = 0.035;
    /** How many intervals pass before a statement that is not slow is explained again. */
    private static final int CALM = 10;
    /** How many pass if PostgreSQL refused it: each refusal is a line in its log. */
    private static final int REFUSED = 60;

    private double usualMillis;
    private int readings;
    private boolean slow;
    private boolean quick;
    private boolean changed;
    private boolean refused;
    private @Nullable Long explainedNanos;
    private @Nullable String plan;
    private List<Index> indexes = List.of();
    private long storedNanos;

    void read(StatementRise rise) {
        if (rise.calls() < LEAST_CALLS) {
            return;
        }
        double mean = rise.millis() / rise.calls();
        boolean isSlow = readings >= LEARNED && mean >= LEAST_MILLIS && mean >= FACTOR * usualMillis;
        // Its plan from before the next change is known then.
        boolean isQuick = readings >= LEARNED && usualMillis >= LEAST_MILLIS && FACTOR * mean <= usualMillis;
        changed |= isSlow && !slow || isQuick && !quick;
        slow = isSlow;
        quick = isQuick;
        usualMillis = readings == 0 ? mean : usualMillis + WEIGHT * (mean - usualMillis);
        readings = Math.min(readings + 1, LEARNED);
    }

    boolean isSlow() {
        return slow;
    }

    /** Whether its plan is to be taken; one that takes much time is looked at also while it is fast, so that a change shows. */
    boolean isDue(boolean takesMuchTime, Duration interval, long nanos) {
        Long explained = explainedNanos;
        if (explained == null) {
            return slow || takesMuchTime;
        }
        long intervals = refused ? REFUSED : slow ? 1 : CALM;
        boolean isOver = nanos - explained >= interval.toNanos() * intervals;
        return changed && !refused || isOver && (slow || takesMuchTime);
    }

    /** Those that got slow or quick are first, then those whose plan was never taken, then the one that waits longest. */
    long rank(long nanos) {
        Long explained = explainedNanos;
        return changed ? Long.MIN_VALUE : explained == null ? Long.MIN_VALUE + 1 : explained - nanos;
    }

    /** Its plan is taken now. */
    void explained(long nanos) {
        explainedNanos = nanos;
        changed = false;
        refused = false;
    }

    void refused() {
        refused = true;
    }

    /** Whether {@code fingerprint} is not the plan that was stored last, or that was long ago. */
    boolean isNew(String fingerprint, Duration life, long nanos) {
        return !fingerprint.equals(plan) || nanos - storedNanos >= life.toNanos();
    }

    /** The indexes of the plan that was stored last. */
    List<Index> indexes() {
        return indexes;
    }

    void stored(String fingerprint, List<Index> itsIndexes, long nanos) {
        plan = fingerprint;
        indexes = itsIndexes;
        storedNanos = nanos;
    }
}
