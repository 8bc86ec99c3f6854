package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Part;
import dev.tidemark.query.diagnosis.detect.Deviation;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Optional;

/**
 * A PostgreSQL that has no connections left. Threshold: 90 % of max_connections in use, and requests fail with 5xx or wait for a connection for a fifth
 * of the shift. If as many were in use before, failures are explained by it only from 99 % on.
 */
@Singleton
final class ServerConnectionsInspection implements Inspection {
    private static final double LEAST_PERCENT = 90;
    private static final double NONE_LEFT = 99;
    private static final double RISE = 5;
    private static final double FAILING_SHARE = 0.6;

    private static boolean isMore(Gauge gauge) {
        return gauge.max() - gauge.beforeOr(0) >= RISE;
    }

    @Override
    public String subject() {
        return "the connections of the PostgreSQL server";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return evidence.hasGauges("postgres");
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        return evidence.gauges("postgres", "connections_percent")
                .filter(gauge -> gauge.max() >= LEAST_PERCENT)
                .max(Comparator.comparingDouble(Gauge::max))
                .filter(gauge -> shift.kind() == Deviation.Kind.FAILING && (isMore(gauge) || gauge.max() >= NONE_LEFT)
                        || shift.share(Part.POOL_WAIT) >= Slower.LEAST_SHARE)
                .map(gauge -> new Cause(
                        Kind.SERVER_CONNECTIONS,
                        shift.isSlow() ? shift.share(Part.POOL_WAIT) : FAILING_SHARE,
                        Part.POOL_WAIT,
                        "connections of PostgreSQL",
                        "PostgreSQL has " + Words.percent(gauge.max() / 100) + " of max_connections in use"
                                + (gauge.before() == null
                                        ? ""
                                        : ", " + Words.percent(gauge.before() / 100) + " before"),
                        "see who holds them with SELECT application_name, state, count(*) FROM"
                                + " pg_stat_activity GROUP BY 1, 2"));
    }
}
