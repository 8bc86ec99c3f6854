package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.attribute.Part;
import dev.tidemark.query.diagnosis.detect.Deviation.Kind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be explained.
 *
 * @param endpoint null for the whole service
 * @param end the end of what was judged of it
 * @param attribution null if calls were not measured
 */
public record Shift(
        Kind kind,
        String service,
        @Nullable Endpoint endpoint,
        Instant onset,
        Instant end,
        Figures before,
        Figures after,
        @Nullable Attribution attribution) {
    /** The name of the endpoint or the service. */
    public String text() {
        return endpoint == null ? service : endpoint.text();
    }

    public boolean isSlow() {
        return kind == Kind.SLOW;
    }

    boolean isFailing() {
        return kind == Kind.FAILING || kind == Kind.REFUSED;
    }

    /** The errors that are more than usual. */
    double newErrors() {
        return kind == Kind.FAILING
                ? after.serverErrors() - before.serverErrorShare() * after.requests()
                : after.clientErrors() - before.clientErrorShare() * after.requests();
    }

    /** The share of a part in the shift of the mean; 0 if unknown, or if it is not slower. */
    double share(Part part) {
        return attribution == null || !isSlow() || attribution.deltaMillis() <= 0
                ? 0
                : Math.max(0, attribution.of(part).share());
    }

    double seconds() {
        return Math.max(1, Duration.between(onset, end).toMillis() / 1000.0);
    }
}
