package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.samples.SampleHistories;
import dev.tidemark.query.samples.SampleHistory;
import dev.tidemark.query.samples.SampleQuery;
import dev.tidemark.query.samples.SampleSeries;
import dev.tidemark.query.samples.SampleSpan;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.Databases;
import dev.tidemark.settings.CollectorSetting;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.event.MetricType;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what the collector's gauges of the monitored PostgreSQL were over a span. */
@Singleton
final class PostgresHistories {
    private static final List<String> OF_STATEMENTS =
            List.of("statement_calls_per_second", "statement_mean_ms", "statement_rows_per_second");
    private static final int MOST_STATEMENTS = 300;
    private static final int STATEMENT_SLOTS = 120;

    private final Database store;
    private final Database monitored;
    private final SampleHistories samples;
    private final StatementSampleQueries statements;
    private final Duration statementInterval;

    PostgresHistories(
            @Named(Databases.STORE) Database store,
            @Named(Databases.MONITORED) Database monitored,
            SampleHistories samples,
            StatementSampleQueries statements,
            SettingsReader settings) {
        this.statementInterval = settings.get(CollectorSetting.STATEMENTS_INTERVAL);
        this.store = store;
        this.monitored = monitored;
        this.samples = samples;
        this.statements = statements;
    }

    /**
     * All series with these names, of which few readings of each step suffice for a chart. Without a history, but with the reason, if it
     * cannot be read.
     */
    PostgresHistory of(List<String> names, TimeRange range) {
        return of(SampleQuery.of(MetricType.POSTGRES.wireName(), names).thinOut(), range);
    }

    /** The same with all readings: for events that are seen in one of them only, and for sums. */
    PostgresHistory whole(List<String> names, TimeRange range) {
        return of(SampleQuery.of(MetricType.POSTGRES.wireName(), names), range);
    }

    /** The series of one statement. */
    PostgresHistory ofStatement(List<String> names, String queryid, TimeRange range) {
        return of(
                SampleQuery.of(MetricType.POSTGRES.wireName(), names)
                        .with("queryid", queryid)
                        .thinOut(),
                range);
    }

    private PostgresHistory of(SampleQuery query, TimeRange range) {
        try {
            SampleHistory history = samples.of(query, range);
            return history(
                    history.span(),
                    range,
                    history.series().stream()
                            .filter(this::isOfMonitored)
                            .map(PostgresHistories::series)
                            .toList(),
                    history.truncated() ? truncated() : null);
        } catch (DatabaseException e) {
            String reason = Objects.requireNonNullElse(e.getMessage(), store.name());
            return history(SampleSpan.of(range), range, List.of(), new Unknown(List.of("history"), reason, null));
        }
    }

    /** Samples of a database that was monitored before are not of this one. */
    private boolean isOfMonitored(SampleSeries series) {
        return monitored.address().equals(series.instance());
    }

    private static Unknown truncated() {
        return new Unknown(
                List.of("history"),
                "there are more series than are read: those that were seen last are here",
                "ask for a shorter span");
    }

    private static PostgresHistory history(
            SampleSpan span, TimeRange range, List<PostgresSeries> series, @Nullable Unknown unknown) {
        return new PostgresHistory(
                span.from(),
                span.to(),
                span.step().toSeconds(),
                range,
                series,
                unknown == null ? List.of() : List.of(unknown));
    }

    private static PostgresSeries series(SampleSeries series) {
        return new PostgresSeries(
                series.name(),
                series.labels(),
                series.points().stream()
                        .map(point -> new PostgresSeries.Point(
                                point.at(), Rounding.significant(point.mean()), Rounding.significant(point.max())))
                        .toList());
    }

    /** What the statements did in a span, as far as the collector published it: the 20 of each reading that took most time. */
    List<StatementSampleQueries.Sum> statements(TimeRange range) {
        Duration span = Duration.between(range.from(), range.to());
        long every = Math.max(Math.max(1, statementInterval.toSeconds()), span.toSeconds() / STATEMENT_SLOTS);
        return store.readLong(() -> statements.sums(
                monitored.address(),
                OF_STATEMENTS,
                range.from(),
                range.to(),
                MOST_STATEMENTS * OF_STATEMENTS.size(),
                every));
    }
}
