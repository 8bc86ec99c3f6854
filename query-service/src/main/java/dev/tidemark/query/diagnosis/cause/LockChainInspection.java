package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.Part;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * A session of PostgreSQL that others wait for. Threshold: it blocks at least one session since the onset, more than any blocked before or for 5 s, and
 * at least a fifth of the shift is time in the database or waiting for a connection; of failing requests, it blocks at least two, and they wait 10 ms
 * longer there. If all that block do so for less than a tenth of the time, that is usual.
 */
@Singleton
final class LockChainInspection implements Inspection {
    private static final String BLOCKED = "blocked_sessions_count";
    private static final String BLOCKING = "blocking_seconds";
    private static final String PID = "pid";
    private static final double LEAST_SHARE = 0.2;
    private static final double LEAST_TIME = 0.1;
    private static final double LEAST_MILLIS = 10;
    private static final double LONG_SECONDS = 5;
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
        double usual = evidence.gauges("postgres", BLOCKED)
                .mapToDouble(gauge -> gauge.beforeOr(0))
                .max()
                .orElse(0);
        double blocking =
                evidence.gauges("postgres", BLOCKING).mapToDouble(Gauge::max).sum();
        if (blocking > 0 && blocking < LEAST_TIME * shift.seconds()) {
            return Optional.empty();
        }
        return evidence.gauges("postgres", BLOCKED)
                .filter(gauge -> gauge.max() >= (shift.isSlow() ? 1 : 2))
                .filter(gauge -> gauge.max() > usual || seconds(gauge.label(PID, ""), evidence) >= LONG_SECONDS)
                .filter(gauge -> shift.isSlow() ? share >= LEAST_SHARE : shift.isFailing() && isWaiting(shift))
                .max(Comparator.comparingDouble(Gauge::max))
                .map(root -> cause(root, shift.isSlow() ? share : FAILING_SHARE, evidence));
    }

    /** Whether requests wait longer, as far as that is measured: what fails at once does not fail because of a lock. */
    private static boolean isWaiting(Shift shift) {
        Attribution attribution = shift.attribution();
        return attribution == null
                || attribution.of(Part.DB).deltaMillis()
                                + attribution.of(Part.POOL_WAIT).deltaMillis()
                        >= LEAST_MILLIS;
    }

    /** For how long the process has been in its state while it blocked others; 0 if unknown. */
    private static double seconds(String pid, Evidence evidence) {
        return evidence.gauges("postgres", BLOCKING)
                .filter(gauge -> gauge.label(PID, "").equals(pid))
                .mapToDouble(Gauge::max)
                .max()
                .orElse(0);
    }

    private static Cause cause(Gauge root, double share, Evidence evidence) {
        String pid = root.label(PID, "");
        String state = root.label("state", "");
        String application = root.label("application", "");
        String statement = root.label("queryid", "");
        double seconds = seconds(pid, evidence);
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
