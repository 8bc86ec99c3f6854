package dev.tidemark.query.collector;

import dev.tidemark.query.counters.CounterHistory;
import dev.tidemark.query.counters.CounterHistory.Reading;
import dev.tidemark.query.counters.StatementCounterQueries;
import dev.tidemark.query.counters.StatementCounters;
import dev.tidemark.query.counters.StatementCounters.StatementRise;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.wire.event.MetricType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Publishes what PostgreSQL's statements did between two readings of {@code pg_stat_statements}. */
final class StatementTask implements Task {
    /** The statements that are published one by one: those that took most time. */
    static final int PUBLISHED = 20;

    private static final Map<String, String> OTHER = Map.of("queryid", Samples.OTHER);
    /** The span of the slow statements. */
    private static final Duration HOUR = Duration.ofHours(1);

    private final CollectorSettings settings;
    private final MonitoredQueries queries;
    private final WatchedStatements watched;
    private final StatementKinds kinds;
    private final StatementNames names;
    private final Clock clock;
    private final LabelBudget budget = new LabelBudget();
    private CounterHistory<StatementCounters> history = empty();
    private @Nullable StatementCounters before;
    private long beforeNanos;

    /** @param watched is told what the statements did */
    StatementTask(CollectorSettings settings, MonitoredQueries queries, WatchedStatements watched, Clock clock) {
        this.settings = settings;
        this.queries = queries;
        this.watched = watched;
        this.kinds = new StatementKinds(queries);
        this.names = new StatementNames(queries);
        this.clock = clock;
    }

    private static CounterHistory<StatementCounters> empty() {
        return new CounterHistory<>((earlier, later) -> true);
    }

    @Override
    public String name() {
        return "statements";
    }

    @Override
    public Duration interval() {
        return settings.statements();
    }

    @Override
    public List<Unknown> run(Samples samples) {
        StatementCounterQueries.Answer answer = queries.statements();
        StatementCounters counters = answer.counters();
        if (counters == null) {
            reset();
            return List.of(Objects.requireNonNull(answer.unknown()));
        }
        long nanos = System.nanoTime();
        StatementCounters earlier = before;
        if (earlier != null) {
            publish(samples, counters.since(earlier), (nanos - beforeNanos) / 1e9);
        }
        before = counters;
        beforeNanos = nanos;
        Instant now = clock.instant();
        history.between(now.minus(HOUR), now, new Reading<>(now, counters))
                .ifPresent(rise -> samples.add(
                        MetricType.POSTGRES,
                        "slow_queries_count",
                        rise.last().counters().slowSince(rise.first().counters())));
        return List.of();
    }

    private void publish(Samples samples, List<StatementRise> rises, double seconds) {
        double millis = rises.stream().mapToDouble(StatementRise::millis).sum();
        long calls = rises.stream().mapToLong(StatementRise::calls).sum();
        samples.add(MetricType.POSTGRES, "statements_per_second", calls / seconds);
        if (calls > 0) {
            samples.add(MetricType.POSTGRES, "query_duration_ms", millis / calls);
        }
        List<StatementRise> ordered = rises.stream()
                .sorted(Comparator.comparingDouble(StatementRise::millis).reversed())
                .toList();
        watched.read(ordered);
        kinds.publish(samples, ordered, seconds);
        names.publish(samples, ordered.subList(0, Math.min(PUBLISHED, ordered.size())));
        StatementRise rest = new StatementRise(0, 0, 0, 0);
        for (int i = 0; i < ordered.size(); i++) {
            StatementRise rise = ordered.get(i);
            Map<String, String> labels = Map.of("queryid", Long.toString(rise.id()));
            if (i < PUBLISHED && budget.admits(labels)) {
                publish(samples, rise, labels, seconds, millis);
            } else {
                rest = new StatementRise(
                        0, rest.calls() + rise.calls(), rest.millis() + rise.millis(), rest.rows() + rise.rows());
            }
        }
        if (rest.calls() > 0) {
            publish(samples, rest, OTHER, seconds, millis);
        }
    }

    private static void publish(
            Samples samples, StatementRise rise, Map<String, String> labels, double seconds, double allMillis) {
        samples.add(MetricType.POSTGRES, "statement_calls_per_second", rise.calls() / seconds, labels);
        samples.add(MetricType.POSTGRES, "statement_mean_ms", rise.millis() / rise.calls(), labels);
        samples.add(MetricType.POSTGRES, "statement_rows_per_second", rise.rows() / seconds, labels);
        samples.add(MetricType.POSTGRES, "statement_time_percent", Rounding.share(rise.millis(), allMillis), labels);
    }

    @Override
    public long refusedLabels() {
        return budget.refused();
    }

    @Override
    public void reset() {
        watched.reset();
        before = null;
        history = empty();
    }
}
