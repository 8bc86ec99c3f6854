package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Part;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * A PostgreSQL that cannot be reached. Threshold: the collector could not reach it in a fifth of its attempts since the onset, and could before.
 */
@Singleton
final class PostgresAwayInspection implements Inspection {
    private static final double MOST = 0.8;
    private static final double LEAST_SHARE = 0.2;
    private static final double FAILING_SHARE = 0.8;

    @Override
    public String subject() {
        return "an unreachable PostgreSQL";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return evidence.hasGauges("postgres");
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        return evidence.gauges("postgres", "connected")
                .filter(gauge -> gauge.after() <= MOST && gauge.beforeOr(1) > MOST)
                .findFirst()
                .map(gauge -> new Cause(
                        Kind.POSTGRES_AWAY,
                        shift.isSlow() ? Math.max(LEAST_SHARE, shift.share(Part.DB)) : FAILING_SHARE,
                        shift.isSlow() ? Part.DB : null,
                        "PostgreSQL " + (gauge.instance() == null ? "" : gauge.instance()),
                        "PostgreSQL" + (gauge.instance() == null ? "" : " at " + gauge.instance())
                                + " could not be reached in " + Words.percent(1 - gauge.after()) + " of the attempts",
                        "check that PostgreSQL runs and accepts connections from the application's host"));
    }
}
