package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Part;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * More requests than usual, with which requests became slower or fail. Threshold: at least twice as many a second as before, and one a second
 * more. Alone, a surge is no finding.
 */
@Singleton
final class TrafficSurgeInspection implements Inspection {
    private static final double FACTOR = 2;
    private static final double LEAST_MORE = 1;
    private static final double LEAST_SHARE = 0.3;

    @Override
    public String subject() {
        return "a surge of traffic";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return true;
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        double before = shift.before().perSecond();
        double after = shift.after().perSecond();
        if (shift.kind().isTraffic() || before <= 0 || after < FACTOR * before || after - before < LEAST_MORE) {
            return Optional.empty();
        }
        // Waiting grows with the traffic, in each part; what the calls do by themselves does not.
        double share = shift.isSlow()
                ? Math.max(LEAST_SHARE, shift.share(Part.APPLICATION) + shift.share(Part.POOL_WAIT))
                : LEAST_SHARE;
        return Optional.of(new Cause(
                Kind.TRAFFIC_SURGE,
                Math.min(1, share),
                null,
                shift.text(),
                Words.number(after) + " requests/s instead of " + Words.number(before),
                "find the client that sends them in the traces; limit it, or add instances"));
    }
}
