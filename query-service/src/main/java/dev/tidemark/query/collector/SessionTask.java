package dev.tidemark.query.collector;

import dev.tidemark.query.figures.Unknown;
import dev.tidemark.wire.event.MetricType;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Samples the sessions of PostgreSQL, and publishes from time to time how many of them did the same on average. So a wait of a second is
 * seen as what it is: a tenth of a session in 10 s.
 */
final class SessionTask implements Task {
    /** The most combinations that are published at a time. */
    static final int PUBLISHED = 30;
    /** The most combinations that are added up between two publications. */
    static final int MOST = 1000;

    private static final Map<String, String> OTHER = Map.of("state", Samples.OTHER);

    private final CollectorSettings settings;
    private final MonitoredQueries queries;
    private final LabelBudget budget = new LabelBudget();
    private final Map<Map<String, String>, Double> sums = new HashMap<>();
    private final Blockers blockers = new Blockers();
    private int readings;
    private @Nullable Unknown bound;
    private final LongSupplier nanos;
    private long publishedNanos;

    /** @param nanos a steady clock */
    SessionTask(CollectorSettings settings, MonitoredQueries queries, LongSupplier nanos) {
        this.settings = settings;
        this.queries = queries;
        this.nanos = nanos;
        this.publishedNanos = nanos.getAsLong();
    }

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public Duration interval() {
        return settings.sessions();
    }

    /** Who blocks whom at a moment is worth more than the rest. */
    @Override
    public long share() {
        return 100;
    }

    @Override
    public List<Unknown> run(Samples samples) {
        MonitoredQueries.Facts facts = queries.facts();
        if (facts.seesAll()) {
            add(queries.rows(PostgresQuestions.SESSIONS));
        }
        Duration every =
                settings.postgres().compareTo(settings.sessions()) > 0 ? settings.postgres() : settings.sessions();
        if (nanos.getAsLong() - publishedNanos >= every.toNanos()) {
            publish(samples);
        }
        if (!facts.seesAll()) {
            return List.of(
                    QuestionTask.grant(facts, Set.of("sessions_count", "blocked_sessions_count", "blocking_seconds")));
        }
        return bound == null ? List.of() : List.of(bound);
    }

    private void add(List<Row> rows) {
        double rest = 0;
        boolean waiting = false;
        for (Row row : rows) {
            double sessions = row.values().getOrDefault("sessions", 0.0);
            rest = rest == 0 ? row.values().getOrDefault("all_sessions", 0.0) : rest;
            // Of all sessions, also of those beyond the limit.
            waiting |= row.values().getOrDefault("all_waiting", 0.0) > 0;
            sums.merge(
                    sums.containsKey(row.labels()) || sums.size() < MOST ? row.labels() : OTHER, sessions, Double::sum);
        }
        rest -= rows.stream()
                .mapToDouble(row -> row.values().getOrDefault("sessions", 0.0))
                .sum();
        if (rest > 0) {
            sums.merge(OTHER, rest, Double::sum);
        }
        // The sums have this reading, even if the next question fails.
        readings++;
        bound = null;
        if (waiting) {
            List<Row> pairs = queries.rows(PostgresQuestions.BLOCKERS);
            blockers.add(pairs);
            bound = Blockers.bound(pairs);
        }
    }

    private void publish(Samples samples) {
        Map<Map<String, String>, Double> published = new HashMap<>();
        sums.entrySet().stream()
                .sorted(Map.Entry.<Map<String, String>, Double>comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> published.merge(
                        published.size() < PUBLISHED && budget.admits(entry.getKey()) ? entry.getKey() : OTHER,
                        entry.getValue() / readings,
                        Double::sum));
        published.forEach((labels, average) -> samples.add(MetricType.POSTGRES, "sessions_count", average, labels));
        blockers.publish(samples);
        clear();
    }

    private void clear() {
        sums.clear();
        blockers.clear();
        readings = 0;
        publishedNanos = nanos.getAsLong();
    }

    @Override
    public long refusedLabels() {
        return budget.refused() + blockers.refusedLabels();
    }

    @Override
    public void reset() {
        clear();
    }
}
