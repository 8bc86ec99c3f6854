package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Part;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * A Redis that does not answer in time. Threshold: it did not answer a fifth of the collector's attempts since the onset, and did before.
 */
@Singleton
final class RedisAwayInspection implements Inspection {
    private static final double MOST = 0.8;
    private static final double LEAST_SHARE = 0.2;
    private static final double FAILING_SHARE = 0.8;

    @Override
    public String subject() {
        return "an unreachable Redis";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return evidence.hasGauges("redis");
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        return evidence.gauges("redis", "connected")
                .filter(gauge -> gauge.after() <= MOST && gauge.beforeOr(1) > MOST)
                .findFirst()
                .map(gauge -> new Cause(
                        Kind.REDIS_AWAY,
                        shift.isSlow() ? Math.max(LEAST_SHARE, shift.share(Part.REDIS)) : FAILING_SHARE,
                        shift.isSlow() ? Part.REDIS : null,
                        "Redis " + (gauge.instance() == null ? "" : gauge.instance()),
                        "Redis" + (gauge.instance() == null ? "" : " at " + gauge.instance()) + " did not answer "
                                + Words.percent(1 - gauge.after()) + " of the attempts in time",
                        "check that Redis runs, accepts connections from the application's host, and is not busy with one"
                                + " command (SLOWLOG GET)"));
    }
}
