package dev.tidemark.query.postgres;

import dev.tidemark.query.card.State;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is right and wrong with the monitored PostgreSQL.
 *
 * @param from the start of the span of the checks that count
 * @param to its end
 * @param state the worst of the checks: {@code ok}, {@code watch}, {@code degraded} or {@code unknown}
 * @param checks in the order in which they are shown
 */
@Serdeable
record Checklist(Instant from, Instant to, String state, List<Check> checks) {

    /**
     * One check.
     *
     * @param state {@code ok}, {@code watch}, {@code degraded} or {@code unknown}
     * @param value what is judged; null if it is unknown, or if there is nothing to judge
     * @param unit the unit of the value and of the thresholds
     * @param watch from this value on, it is worth a look
     * @param degraded from this value on, users are affected, or soon will be; null if it never goes that far
     * @param lower whether small values are the bad ones
     * @param text the result in a sentence
     * @param findings what is wrong, the worst first, at most 20
     * @param unknown why the state is unknown; null if it is known
     */
    @Serdeable
    record Check(
            String id,
            String title,
            String state,
            @Nullable Double value,
            String unit,
            double watch,
            @Nullable Double degraded,
            boolean lower,
            String text,
            List<Finding> findings,
            @Nullable Unknown unknown) {

        /** A check whose value is known. */
        static Check of(Threshold threshold, double value, String text, List<Finding> findings) {
            return new Check(
                    threshold.id(),
                    threshold.title(),
                    threshold.state(value).toString(),
                    Rounding.two(value),
                    threshold.unit(),
                    threshold.watch(),
                    threshold.degraded(),
                    threshold.isLower(),
                    text,
                    findings,
                    null);
        }

        /** A check with nothing to judge, such as replicas where there are none. */
        static Check nothing(Threshold threshold, String text) {
            return new Check(
                    threshold.id(),
                    threshold.title(),
                    State.OK.toString(),
                    null,
                    threshold.unit(),
                    threshold.watch(),
                    threshold.degraded(),
                    threshold.isLower(),
                    text,
                    List.of(),
                    null);
        }

        static Check unknown(Threshold threshold, Unknown unknown) {
            return new Check(
                    threshold.id(),
                    threshold.title(),
                    State.UNKNOWN.toString(),
                    null,
                    threshold.unit(),
                    threshold.watch(),
                    threshold.degraded(),
                    threshold.isLower(),
                    unknown.reason(),
                    List.of(),
                    unknown);
        }
    }

    /**
     * Something that is wrong.
     *
     * @param subject what it is, such as a session or a table
     * @param value its value, in the unit of the check; null if it has none of its own
     * @param text more about it
     * @param remedy SQL that helps; null if none does
     */
    @Serdeable
    record Finding(
            String subject,
            @Nullable Double value,
            @Nullable String text,
            @Nullable String remedy) {
        static final int MOST = 20;
    }

    static Checklist of(Instant from, Instant to, List<Check> checks) {
        List<String> worst = List.of(
                State.DEGRADED.toString(), State.WATCH.toString(), State.UNKNOWN.toString(), State.OK.toString());
        return new Checklist(
                from,
                to,
                checks.stream()
                        .map(Check::state)
                        .min(Comparator.comparingInt(worst::indexOf))
                        .orElse(State.UNKNOWN.toString()),
                checks);
    }
}
