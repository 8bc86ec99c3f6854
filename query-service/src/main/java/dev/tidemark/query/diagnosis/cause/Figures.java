package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Side;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a span in figures.
 *
 * @param seconds the length of the span
 * @param meanMillis null without a latency
 */
public record Figures(
        double requests,
        double seconds,
        @Nullable Double meanMillis,
        @Nullable Double p95Millis,
        double clientErrors,
        double serverErrors) {
    public static final Figures NONE = new Figures(0, 0, null, null, 0, 0);

    /** Those of requests with their calls, without errors. */
    public static Figures of(Side side, double seconds) {
        return new Figures(
                side.requests(), seconds, side.requests() == 0 ? null : (Double) side.meanMillis(), null, 0, 0);
    }

    public double perSecond() {
        return seconds == 0 ? 0 : requests / seconds;
    }

    /** The share of 5xx, from 0 to 1. */
    public double serverErrorShare() {
        return requests == 0 ? 0 : serverErrors / requests;
    }

    /** The share of 4xx. */
    public double clientErrorShare() {
        return requests == 0 ? 0 : clientErrors / requests;
    }
}
