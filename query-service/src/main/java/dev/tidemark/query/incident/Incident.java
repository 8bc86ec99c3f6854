package dev.tidemark.query.incident;

import dev.tidemark.query.incident.Finding.CauseKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A recorded incident, as far as it is matched with findings.
 *
 * @param onset the earliest that was found
 * @param lastSeen the time up to which it was last found
 * @param absentSince the end of the first complete answer without it; null while it is found
 * @param endedAt null while it goes on
 * @param answeredAt the end of the answer that is kept
 * @param cause that of the kept answer; null if it names none
 * @param explainedPercent 0 if unknown
 * @param affected the names of all endpoints and services that were found with it
 */
record Incident(
        long id,
        String kind,
        Instant onset,
        Instant lastSeen,
        @Nullable Instant absentSince,
        @Nullable Instant endedAt,
        Instant answeredAt,
        @Nullable CauseKey cause,
        double explainedPercent,
        Set<String> affected,
        Set<String> services) {
    /** A finding that comes back within this time is the same incident. */
    static final Duration COMES_BACK = Duration.ofMinutes(2);

    boolean goesOn() {
        return endedAt == null;
    }

    /** Whether {@code finding}, of an answer that ends at {@code judgedUntil}, is this incident. */
    boolean is(Finding finding, Instant judgedUntil) {
        boolean isKnown = kind.equals(finding.diagnosis().kind())
                && finding.affected().stream().anyMatch(affected::contains);
        if (isKnown && !hasAnotherCause(finding)) {
            return meets(finding, judgedUntil, COMES_BACK);
        }
        return cause != null && cause.equals(finding.cause()) && meets(finding, judgedUntil, Duration.ZERO);
    }

    /** Two causes at once are two incidents, also if they hit the same endpoints; its own endpoint may change its cause. */
    private boolean hasAnotherCause(Finding finding) {
        return cause != null
                && finding.cause() != null
                && !cause.equals(finding.cause())
                && !affected.iterator()
                        .next()
                        .equals(finding.affected().iterator().next());
    }

    private boolean meets(Finding finding, Instant judgedUntil, Duration gap) {
        if (goesOn() && finding.goesOn() && !finding.diagnosis().sinceExact()) {
            // It was so before the span, so it may have been so ever since.
            return true;
        }
        Instant until = finding.diagnosis().until();
        Instant end = endedAt == null ? lastSeen : endedAt;
        return !finding.diagnosis().since().isAfter(end.plus(gap))
                && !(until == null ? judgedUntil : until).isBefore(onset.minus(gap));
    }
}
