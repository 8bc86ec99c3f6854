package dev.tidemark.query.diagnosis.cause;

import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * A cache that finds fewer keys, by prefix. Threshold: at least 20 reads, a hit rate at least 15 points lower than before, and the time that the
 * misses cost, which is that of more calls of anything else, is at least a fifth of the shift.
 */
@Singleton
final class HitRateInspection implements Inspection {

    @Override
    public String subject() {
        return "a lower hit rate of Redis";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return shift.attribution() != null;
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        return CacheMisses.worst(shift)
                .map(read -> new Cause(
                        Kind.HIT_RATE,
                        CacheMisses.share(shift),
                        null,
                        CacheMisses.prefix(read),
                        CacheMisses.text(read),
                        "look at what deletes these keys or lets them expire (a flush, a shorter TTL, new key names)"));
    }
}
