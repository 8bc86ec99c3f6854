package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Part;
import dev.tidemark.query.diagnosis.attribute.PartShift;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Optional;

/**
 * Requests that wait for a connection of the application's own pool. Threshold: the wait is at least a fifth of the shift, and 5 ms longer.
 */
@Singleton
final class PoolExhaustedInspection implements Inspection {
    private static final double LEAST_MILLIS = 5;

    @Override
    public String subject() {
        return "an exhausted connection pool";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return shift.attribution() != null;
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        double share = shift.share(Part.POOL_WAIT);
        Attribution attribution = shift.attribution();
        if (attribution == null || share < Slower.LEAST_SHARE) {
            return Optional.empty();
        }
        PartShift wait = attribution.of(Part.POOL_WAIT);
        if (wait.deltaMillis() < LEAST_MILLIS) {
            return Optional.empty();
        }
        String pool = wait.operations().stream()
                .filter(OperationShift::isNamed)
                .max(Comparator.comparingDouble(OperationShift::deltaMillis))
                .map(operation -> operation.operation().target())
                .orElse("of " + shift.service());
        return Optional.of(new Cause(
                Kind.POOL_EXHAUSTED,
                share,
                Part.POOL_WAIT,
                "pool " + pool,
                "requests wait " + Words.millis(wait.afterMillis()) + " for a connection of the pool " + pool
                        + ", instead of " + Words.millis(wait.beforeMillis()),
                "find what holds its connections for long (a transaction around a remote call, a leak) before"
                        + " making it larger"));
    }
}
