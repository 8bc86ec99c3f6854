package dev.tidemark.query.diagnosis.cause;

import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * A Redis that evicts keys, as {@link HitRateInspection} with evictions at the same time. Threshold: at least 10 keys evicted since the onset,
 * and more per reading than before.
 */
@Singleton
final class EvictionsInspection implements Inspection {
    /** Between two readings of the collector. */
    private static final double SECONDS = 5;

    private static final double LEAST_KEYS = 10;

    @Override
    public String subject() {
        return "evictions of Redis";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return evidence.hasGauges("redis") && shift.attribution() != null;
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        Gauge evicted = evidence.gauges("redis", "evicted_keys")
                .filter(gauge -> gauge.after() * shift.seconds() / SECONDS >= LEAST_KEYS
                        && gauge.after() > 2 * gauge.beforeOr(0))
                .findFirst()
                .orElse(null);
        if (evicted == null) {
            return Optional.empty();
        }
        String full = evidence.gauges("redis", "memory_percent")
                .findFirst()
                .map(gauge -> "; its memory is " + Words.percent(gauge.max() / 100) + " full")
                .orElse("");
        return CacheMisses.worst(shift)
                .map(read -> new Cause(
                        Kind.EVICTIONS,
                        CacheMisses.share(shift),
                        null,
                        CacheMisses.prefix(read),
                        "Redis evicts " + Words.number(evicted.after() / SECONDS) + " keys/s, " + CacheMisses.text(read)
                                + full,
                        "raise maxmemory, or find the prefix that grew in the keys of Redis"));
    }
}
