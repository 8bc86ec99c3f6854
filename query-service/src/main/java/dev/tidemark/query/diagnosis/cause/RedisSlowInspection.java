package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Part;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Optional;

/**
 * Redis commands that take longer. Threshold: at least 1.4 times as long and 1 ms more, which is at least a fifth of the shift. The time of a
 * PING tells a slow server from a slow command.
 */
@Singleton
final class RedisSlowInspection implements Inspection {
    /** Coroot's threshold of a slow Redis. */
    private static final double PING_MILLIS = 5;

    @Override
    public String subject() {
        return "slower Redis commands";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return shift.attribution() != null;
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        Attribution attribution = shift.attribution();
        if (attribution == null || !shift.isSlow()) {
            return Optional.empty();
        }
        double share = attribution.of(Part.REDIS).operations().stream()
                .filter(Slower::isSlower)
                .mapToDouble(OperationShift::slowerCallsShare)
                .sum();
        Gauge ping = evidence.gauges("redis", "ping_ms")
                .filter(gauge -> gauge.after() >= PING_MILLIS && gauge.after() >= 3 * gauge.beforeOr(0))
                .findFirst()
                .orElse(null);
        return attribution.of(Part.REDIS).operations().stream()
                .filter(Slower::isSlower)
                .max(Comparator.comparingDouble(OperationShift::slowerCallsShare))
                .map(operation -> new Cause(
                        Kind.REDIS_SLOW,
                        share,
                        Part.REDIS,
                        operation.operation().name(),
                        "the Redis command " + operation.operation().name() + " on "
                                + operation.operation().target() + " takes " + Slower.text(operation)
                                + (ping == null
                                        ? ""
                                        : "; even a PING takes " + Words.millis(ping.after())
                                                + ", so the server itself is slow"),
                        ping == null
                                ? "look at SLOWLOG GET, and at the size of the values of this prefix"
                                : "look at SLOWLOG GET and INFO commandstats for a command that blocks the"
                                        + " server, and at its host"));
    }
}
