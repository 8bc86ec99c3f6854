package dev.tidemark.query.collector;

import dev.tidemark.query.collector.CounterDifferences.Counters;
import dev.tidemark.query.collector.CounterDifferences.Rise;
import dev.tidemark.query.collector.PostgresQuestion.Kind;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.wire.event.MetricType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks PostgreSQL one question and publishes its numbers. */
final class QuestionTask implements Task {
    private static final String EPOCH = "epoch";
    private static final String HITS = "blocks_hit_per_second";
    private static final String READS = "blocks_read_per_second";

    /** The only question that is not asked of every version is {@link PostgresQuestions#IO}. */
    private static final Unknown BEFORE_16 = new Unknown(
            List.of(
                    "io_read_mb_per_second",
                    "io_write_mb_per_second",
                    "io_read_ms_per_second",
                    "io_write_ms_per_second"),
            "PostgreSQL counts what its processes read and write from version 16 on",
            null);

    /** What is counted only with {@code track_counts}. */
    private static final Map<PostgresQuestion, List<String>> COUNTED = Map.of(
            PostgresQuestions.DATABASE,
            List.of(
                    "cache_hit_ratio",
                    HITS,
                    READS,
                    "block_read_ms_per_second",
                    "block_write_ms_per_second",
                    "commits_per_second",
                    "rollbacks_per_second",
                    "deadlocks_per_second",
                    "rows_returned_per_second",
                    "rows_fetched_per_second",
                    "rows_inserted_per_second",
                    "rows_updated_per_second",
                    "rows_deleted_per_second",
                    "temp_files_mb_per_second"),
            PostgresQuestions.TABLES,
            List.of(
                    "table_live_rows",
                    "table_dead_rows",
                    "table_dead_percent",
                    "table_seq_scans_total",
                    "table_seq_rows_read_total"),
            PostgresQuestions.INDEXES,
            List.of("index_scans_total"),
            PostgresQuestions.UNUSED_INDEXES,
            List.of("indexes_unused_count", "indexes_unused_mb"),
            BloatQuestions.SEQUENTIAL_SCANS,
            List.of("table_seq_scans_per_second", "table_seq_rows_per_second", "table_index_scans_per_second"));

    private final PostgresQuestion question;
    private final Duration interval;
    private final MonitoredQueries queries;
    private final LabelBudget budget = new LabelBudget();
    private final CounterDifferences differences = new CounterDifferences();

    QuestionTask(PostgresQuestion question, CollectorSettings settings, MonitoredQueries queries) {
        this.question = question;
        this.interval = question.frequency().interval(settings);
        this.queries = queries;
    }

    @Override
    public String name() {
        return question.name();
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public List<Unknown> run(Samples samples) {
        MonitoredQueries.Facts facts = queries.facts();
        String sql = question.sql().apply(facts.version());
        if (sql.isEmpty()) {
            return List.of(BEFORE_16);
        }
        List<Row> rows = queries.rows(sql);
        if (question.kind() == Kind.GAUGE) {
            rows.stream()
                    .filter(row -> budget.admits(row.labels()))
                    .forEach(row -> row.values()
                            .forEach((name, value) -> samples.add(MetricType.POSTGRES, name, value, row.labels())));
        } else {
            List<Counters> counters = rows.stream()
                    .map(row ->
                            new Counters(row.labelsWithout(EPOCH), row.labels().getOrDefault(EPOCH, ""), row.values()))
                    .toList();
            differences.next(System.nanoTime(), counters).stream()
                    .filter(rise -> budget.admits(rise.labels()))
                    .forEach(rise -> publish(samples, rise));
        }
        return unknown(facts, rows);
    }

    private static void publish(Samples samples, Rise rise) {
        rise.increases()
                .forEach((name, increase) ->
                        samples.add(MetricType.POSTGRES, name, rise.perSecond(name), rise.labels()));
        if (rise.increases().containsKey(HITS)) {
            Double ratio = Rounding.share(rise.of(HITS), rise.of(HITS) + rise.of(READS));
            samples.add(MetricType.POSTGRES, "cache_hit_ratio", ratio, rise.labels());
            samples.add(MetricType.POSTGRES, "cache_hit_ratio_percent", ratio, rise.labels());
        }
    }

    /** Columns without a value in any row, if a right or a setting is missing. */
    private List<Unknown> unknown(MonitoredQueries.Facts facts, List<Row> rows) {
        List<Unknown> unknown = new ArrayList<>();
        List<String> counted = COUNTED.get(question);
        if (counted != null && !facts.counts()) {
            unknown.add(new Unknown(
                    counted, "track_counts is off", "run ALTER SYSTEM SET track_counts = on; SELECT pg_reload_conf()"));
        }
        if (question == PostgresQuestions.CONNECTIONS) {
            Set<String> hidden = missing(
                    rows,
                    "connections_active",
                    "active_connections",
                    "connections_idle",
                    "longest_transaction_seconds");
            if (!hidden.isEmpty() && !facts.activities()) {
                unknown.add(new Unknown(
                        List.copyOf(hidden),
                        "track_activities is off",
                        "run ALTER SYSTEM SET track_activities = on; SELECT pg_reload_conf()"));
            } else if (!hidden.isEmpty()) {
                unknown.add(grant(facts, hidden));
            }
        }
        Set<String> sizes = missing(rows, "db_size_mb", "database_size_mb");
        boolean ofSizes = question == PostgresQuestions.SIZE || question == PostgresQuestions.DATABASES;
        if (ofSizes
                && !facts.seesAll()
                && rows.stream().anyMatch(row -> row.values().isEmpty())) {
            unknown.add(grant(facts, sizes.isEmpty() ? Set.of("database_size_mb") : sizes));
        }
        rows.stream()
                .flatMap(row -> Stream.ofNullable(row.label(BloatQuestions.HIDDEN)))
                .forEach(hidden -> unknown.add(BloatQuestions.unknown(question, facts, hidden)));
        if (question == PostgresQuestions.REPLICATION && !facts.seesAll() && !rows.isEmpty()) {
            unknown.add(grant(facts, Set.of("replication_lag_mb", "replication_lag_seconds")));
        }
        return unknown;
    }

    private static Set<String> missing(List<Row> rows, String... names) {
        return Stream.of(names)
                .filter(name -> rows.stream().noneMatch(row -> row.value(name) != null))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Unknown grant(MonitoredQueries.Facts facts, Set<String> figures) {
        return new Unknown(
                figures.stream().sorted().toList(),
                "they are hidden from " + facts.role(),
                "run GRANT pg_monitor TO " + facts.role());
    }

    @Override
    public void away(Samples samples) {
        if (question == PostgresQuestions.CONNECTIONS) {
            samples.add(MetricType.POSTGRES, "connected", 0);
        }
    }

    @Override
    public long refusedLabels() {
        return budget.refused();
    }

    @Override
    public void reset() {
        differences.reset();
    }
}
