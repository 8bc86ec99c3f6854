package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.PartShift;
import dev.tidemark.query.diagnosis.cause.Cause;
import dev.tidemark.query.diagnosis.cause.Figures;
import dev.tidemark.query.figures.Rounding;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is not as usual, and why.
 *
 * @param kind {@code slow}, {@code failing} (5xx), {@code refused} (4xx), {@code silent} or {@code dropped} (far fewer requests)
 * @param text all of it in one line
 * @param method null if it is about the whole service
 * @param since the start of the first window that is not as usual
 * @param sinceExact false if it was so before the span that was asked for
 * @param until when it was over; null if it goes on
 * @param comparedWith the hours that it is compared with, in words
 * @param lostSeconds the time that the requests that were judged took longer, in total; null if it is not about latency
 * @param shift null if calls were not measured, or if it is not about latency
 * @param causes those that explain most first
 * @param explainedPercent the share of the shift that the causes explain together; null if its cause was not looked for
 * @param ruledOut what was looked for and not found
 * @param notChecked what could not be looked for
 * @param alsoAffected other endpoints and services with the same cause
 */
@Serdeable
public record Diagnosis(
        String kind,
        String text,
        String service,
        @Nullable String method,
        @Nullable String route,
        Instant since,
        boolean sinceExact,
        @Nullable Instant until,
        String comparedWith,
        Span before,
        Span after,
        @Nullable Double lostSeconds,
        @Nullable Shift shift,
        List<Reason> causes,
        @Nullable Double explainedPercent,
        List<String> ruledOut,
        List<String> notChecked,
        List<String> alsoAffected) {

    /** The requests of a span. */
    @Serdeable
    public record Span(
            long requests,
            double requestsPerSecond,
            @Nullable Double meanMs,
            @Nullable Double p95Ms,
            double clientErrorPercent,
            double serverErrorPercent) {
        static Span of(Figures figures) {
            return new Span(
                    Math.round(figures.requests()),
                    Rounding.three(figures.perSecond()),
                    known(figures.meanMillis()),
                    known(figures.p95Millis()),
                    Rounding.two(100 * figures.clientErrorShare()),
                    Rounding.two(100 * figures.serverErrorShare()));
        }

        private static @Nullable Double known(@Nullable Double millis) {
            return millis == null ? null : (Double) Rounding.three(millis);
        }
    }

    /**
     * The shift of the mean latency of the measured requests. The parts add up to it.
     *
     * @param scaled whether calls overlapped, so that their times were scaled to the time of their part
     */
    @Serdeable
    public record Shift(double beforeMs, double afterMs, double deltaMs, boolean scaled, List<Part> parts) {
        static Shift of(Attribution attribution) {
            return new Shift(
                    Rounding.three(attribution.beforeMillis()),
                    Rounding.three(attribution.afterMillis()),
                    Rounding.three(attribution.deltaMillis()),
                    attribution.isScaled(),
                    attribution.parts().stream().map(Part::of).toList());
        }
    }

    /**
     * One part of the shift. Its operations add up to it.
     *
     * @param sharePercent its share in the shift; those of all parts add up to 100
     */
    @Serdeable
    public record Part(
            String part,
            double beforeMs,
            double afterMs,
            double deltaMs,
            double sharePercent,
            List<Operation> operations) {
        static Part of(PartShift shift) {
            return new Part(
                    shift.part().label(),
                    Rounding.three(shift.beforeMillis()),
                    Rounding.three(shift.afterMillis()),
                    Rounding.three(shift.deltaMillis()),
                    Rounding.two(100 * shift.share()),
                    shift.operations().stream().map(Operation::of).toList());
        }
    }

    /**
     * One operation. {@code more_calls_ms} and {@code slower_calls_ms} add up to {@code delta_ms}.
     *
     * @param callsBefore the calls of a request
     * @param callMsBefore the time of a call
     */
    @Serdeable
    public record Operation(
            String target,
            String operation,
            double deltaMs,
            double moreCallsMs,
            double slowerCallsMs,
            double sharePercent,
            double callsBefore,
            double callsAfter,
            double callMsBefore,
            double callMsAfter) {
        static Operation of(OperationShift shift) {
            return new Operation(
                    shift.operation().target(),
                    shift.operation().name(),
                    Rounding.three(shift.deltaMillis()),
                    Rounding.three(shift.moreCallsMillis()),
                    Rounding.three(shift.slowerCallsMillis()),
                    Rounding.two(100 * shift.share()),
                    Rounding.three(shift.callsBefore()),
                    Rounding.three(shift.callsAfter()),
                    Rounding.three(shift.millisBefore()),
                    Rounding.three(shift.millisAfter()));
        }
    }

    /**
     * One cause.
     *
     * @param sharePercent the share of the shift that it explains
     * @param culprit what to look at
     * @param action a safe next step
     * @param because why the called endpoint is so
     */
    @Serdeable
    public record Reason(
            String kind, double sharePercent, String culprit, String text, String action, List<Reason> because) {
        static Reason of(Cause cause) {
            return new Reason(
                    cause.kind().label(),
                    Rounding.two(100 * cause.share()),
                    cause.culprit(),
                    cause.text(),
                    cause.action(),
                    cause.because().stream().map(Reason::of).toList());
        }
    }

    /** Its memory, about, in bytes. */
    long heapBytes() {
        int operations = shift == null
                ? 0
                : shift.parts().stream()
                        .mapToInt(part -> part.operations().size())
                        .sum();
        return 2_000 + 700L * operations + 1_000L * causes.size() + 100L * alsoAffected.size();
    }
}
