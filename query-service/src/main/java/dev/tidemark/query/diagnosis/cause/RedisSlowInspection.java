package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Part;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Redis commands that take longer. Threshold: at least 1.4 times as long and 1 ms more, which is at least a fifth of the shift. The time of a
 * PING tells a slow server from a slow command. One that takes a fifth of the time, thrice as much as before, keeps the others waiting.
 */
@Singleton
final class RedisSlowInspection implements Inspection {
    /** Coroot's threshold of a slow Redis. */
    private static final double PING_MILLIS = 5;

    private static final double BUSY_PERCENT = 20;

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
        Gauge busy = evidence.gauges("redis", "command_time_percent")
                .filter(gauge -> gauge.max() >= BUSY_PERCENT && gauge.max() >= 3 * gauge.beforeOr(0))
                .max(Comparator.comparingDouble(Gauge::max))
                .orElse(null);
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
                        busy == null ? operation.operation().name() : command(busy),
                        "the Redis command " + operation.operation().name() + " on "
                                + operation.operation().target() + " takes " + Slower.text(operation)
                                + (busy == null
                                        ? ""
                                        : ", because " + command(busy) + " keeps Redis busy for "
                                                + Words.percent(busy.max() / 100) + " of the time")
                                + (ping == null || busy != null
                                        ? ""
                                        : "; even a PING takes " + Words.millis(ping.after())
                                                + ", so the server itself is slow"),
                        ping == null && busy == null
                                ? "look at SLOWLOG GET, and at the size of the values of this prefix"
                                : "look at SLOWLOG GET and INFO commandstats for a command that blocks the"
                                        + " server, and at its host"));
    }

    private static String command(Gauge busy) {
        return busy.label("command", "a command").toUpperCase(Locale.ROOT);
    }
}
