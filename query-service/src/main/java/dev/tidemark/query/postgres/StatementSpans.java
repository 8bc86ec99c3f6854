package dev.tidemark.query.postgres;

import dev.tidemark.query.counters.CounterHistory.Rise;
import dev.tidemark.query.counters.StatementCounters;
import dev.tidemark.query.counters.StatementCounters.StatementRise;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.postgres.StatementSampleQueries.Sum;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.store.DatabaseException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the statements did in a span: from the counters that this service has kept since it started, otherwise from the samples of the
 * collector.
 */
@Singleton
final class StatementSpans {
    private final PostgresReports reports;
    private final PostgresHistories histories;

    /**
     * The span, or why there is none.
     *
     * @param span null if there is none
     */
    record Answer(@Nullable StatementSpan span, List<Unknown> unknown) {}

    StatementSpans(PostgresReports reports, PostgresHistories histories) {
        this.reports = reports;
        this.histories = histories;
    }

    /** @param fields the figures that are unknown if there is no span */
    Answer of(TimeRange range, List<String> fields) {
        PostgresReports.StatementAnswer answer = reports.statements(range, fields);
        Rise<StatementCounters> rise = answer.rise();
        if (rise != null && covers(rise, range)) {
            return new Answer(counted(rise), List.of());
        }
        List<Unknown> unknown = new ArrayList<>();
        StatementSpan sampled = null;
        try {
            sampled = sampled(histories.statements(range));
        } catch (DatabaseException e) {
            unknown.add(new Unknown(fields, String.valueOf(e.getMessage()), null));
        }
        if (sampled != null) {
            return new Answer(sampled, List.of());
        }
        if (rise != null && overlaps(rise, range)) {
            return new Answer(counted(rise), List.of());
        }
        if (answer.unknown() != null) {
            unknown.addFirst(answer.unknown());
        } else if (unknown.isEmpty()) {
            unknown.add(new Unknown(
                    fields,
                    "the counters were not read twice in this span",
                    "ask again in a minute, or leave TIDEMARK_COLLECTOR_ENABLED on to have samples of later spans"));
        }
        return new Answer(null, unknown);
    }

    /** Readings are farther apart the older they are, so that the ends differ by up to a fifth of the span. */
    private static boolean covers(Rise<StatementCounters> rise, TimeRange range) {
        Instant end = end(range);
        long tolerance = Math.max(
                Duration.ofSeconds(15).toMillis(),
                Duration.between(range.from(), end).toMillis() / 5);
        return distance(rise.first().at(), range.from()) <= tolerance
                && distance(rise.last().at(), end) <= tolerance;
    }

    private static Instant end(TimeRange range) {
        return range.to().isBefore(range.now()) ? range.to() : range.now();
    }

    private static boolean overlaps(Rise<StatementCounters> rise, TimeRange range) {
        return rise.first().at().isBefore(range.to()) && rise.last().at().isAfter(range.from());
    }

    private static long distance(Instant one, Instant other) {
        return Math.abs(Duration.between(one, other).toMillis());
    }

    private static StatementSpan counted(Rise<StatementCounters> rise) {
        return new StatementSpan(
                rise.first().at(),
                rise.last().at(),
                SlowStatements.Source.COUNTERS,
                rise.last().counters().since(rise.first().counters()),
                0);
    }

    private static @Nullable StatementSpan sampled(List<Sum> sums) {
        List<StatementRise> rises = new ArrayList<>();
        double other = 0;
        for (Sum sum : sums) {
            Long id = id(sum.queryid());
            if (id == null) {
                other += sum.millis();
            } else if (sum.calls() > 0) {
                rises.add(new StatementRise(
                        id, Math.max(1, Math.round(sum.calls())), sum.millis(), Math.round(sum.rows())));
            }
        }
        return sums.isEmpty()
                ? null
                : new StatementSpan(
                        sums.stream()
                                .map(Sum::first)
                                .min(Comparator.naturalOrder())
                                .orElseThrow(),
                        sums.stream()
                                .map(Sum::last)
                                .max(Comparator.naturalOrder())
                                .orElseThrow(),
                        SlowStatements.Source.SAMPLES,
                        rises,
                        other);
    }

    private static @Nullable Long id(@Nullable String queryid) {
        try {
            return queryid == null ? null : (Long) Long.parseLong(queryid);
        } catch (NumberFormatException e) {
            // Those that had no series of their own.
            return null;
        }
    }
}
