package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Rounding;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one kind in a span.
 *
 * @param kind {@code select}, {@code insert}, {@code update}, {@code delete} or {@code other}
 * @param calls those of the span, near enough: samples are rates
 * @param meanMs the mean of the means of the steps
 * @param timePercent the mean of its part of the time of all statements
 */
@Serdeable
record StatementKindFigures(
        String kind,
        double calls,
        @Nullable Double meanMs,
        @Nullable Double timePercent) {

    /** Null without samples. */
    static @Nullable List<StatementKindFigures> of(PostgresHistory history) {
        List<StatementKindFigures> all = history.named("statement_kind_calls_per_second")
                .map(PostgresSeries::labels)
                .distinct()
                .map(labels -> new StatementKindFigures(
                        labels.getOrDefault("kind", ""),
                        Rounding.two(history.sum("statement_kind_calls_per_second", labels)),
                        Rounding.knownTwo(history.mean("statement_kind_mean_ms", labels)),
                        Rounding.knownTwo(history.mean("statement_kind_time_percent", labels))))
                .filter(kind -> kind.calls > 0)
                .sorted(Comparator.comparingDouble(StatementKindFigures::calls).reversed())
                .toList();
        return all.isEmpty() ? null : all;
    }
}
