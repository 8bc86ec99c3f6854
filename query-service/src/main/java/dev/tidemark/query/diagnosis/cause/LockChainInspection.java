package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Part;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * A session of PostgreSQL that others wait for. Threshold: it blocks at least one session since the onset, blocked fewer before, and at
 * least a fifth of the shift is time in the database or waiting for a connection; of failing requests, it blocks at least two.
 */
@Singleton
final class LockChainInspection implements Inspection {
    private static final double LEAST_SHARE = 0.2;
    /** That requests fail while sessions are blocked is likely, but not certain, to be because of it. */
    private static final double FAILING_SHARE = 0.5;

    @Override
    public String subject() {
        return "a chain of locks in PostgreSQL";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return evidence.hasGauges("postgres");
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        double share = shift.share(Part.DB) + shift.share(Part.POOL_WAIT);
        return evidence.gauges("postgres", "blocked_sessions_count")
                .filter(gauge -> gauge.max() >= (shift.isSlow() ? 1 : 2) && gauge.max() > gauge.beforeOr(0))
                .filter(gauge -> shift.isSlow() ? share >= LEAST_SHARE : shift.isFailing())
                .max(Comparator.comparingDouble(Gauge::max))
                .map(root -> cause(root, shift.isSlow() ? share : FAILING_SHARE, evidence));
    }

    private static Cause cause(Gauge root, double share, Evidence evidence) {
        String pid = root.label("pid", "");
        String state = root.label("state", "");
        String application = root.label("application", "");
        String statement = root.label("queryid", "");
        double seconds = evidence.gauges("postgres", "blocking_seconds")
                .filter(gauge -> gauge.label("pid", "").equals(pid))
                .mapToDouble(Gauge::max)
                .max()
                .orElse(0);
        String text = (pid.isEmpty() ? "a session of PostgreSQL" : "PostgreSQL pid " + pid)
                + (application.isEmpty() ? "" : " (" + application + ")")
                + (state.isEmpty() ? "" : ", " + state)
                + (seconds < 1 ? "" : " for " + Words.duration(Duration.ofSeconds((long) seconds)))
                + ", blocks "
                + (root.max() < 1.5 ? "a session" : Words.number(root.max()) + " sessions")
                + (statement.isEmpty() ? "" : "; its statement is queryid " + statement);
        return new Cause(
                Kind.LOCK_CHAIN,
                share,
                Part.DB,
                pid.isEmpty() ? "a session of PostgreSQL" : "pid " + pid,
                text,
                pid.isEmpty()
                        ? "find the session with SELECT pid, pg_blocking_pids(pid) FROM pg_stat_activity"
                        : "look at it with SELECT * FROM pg_stat_activity WHERE pid = " + pid
                                + "; if it is idle or not needed, SELECT pg_terminate_backend(" + pid + ") ends it");
    }
}
