package dev.tidemark.query.postgres;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports the largest tables and indexes: what they are now, and what they were. */
@Singleton
final class TableReports {
    /** The most tables, and the most indexes, that are looked at: the largest. */
    static final int MOST = 200;

    private static final String KEY = "tables";
    private static final List<String> FIGURES = List.of("total", "rows");
    private static final int BYTES_OF_ROW = 1 << 10;

    private static final List<String> OF_TABLES = List.of(
            "table_size_mb",
            "table_indexes_size_mb",
            "table_live_rows",
            "table_dead_rows",
            "table_dead_percent",
            "table_bloat_mb",
            "table_bloat_percent");
    private static final List<String> OF_INDEXES = List.of(
            "index_size_mb",
            "index_scans_total",
            "indexes_unused_count",
            "indexes_unused_mb",
            "index_bloat_mb",
            "index_bloat_percent");

    private static final List<String> BLOAT =
            List.of("table_bloat_mb", "table_bloat_percent", "index_bloat_mb", "index_bloat_percent");

    private final PresentReader present;
    private final TableQueries queries;
    private final PostgresHistories histories;
    private final TimeRanges ranges;
    private final AnswerCache<String, Present<Read<TableQueries.Table>>> tables;
    private final AnswerCache<String, Present<Read<TableQueries.Index>>> indexes;

    /** What was read of tables or indexes. */
    record Read<T>(TableQueries.Counting counting, List<T> rows) {
        /** What was not looked at, to append to a sentence; empty if all was. */
        String bound(long total, String things) {
            return total > MOST ? "; of " + total + " " + things + ", the " + MOST + " largest are looked at" : "";
        }
    }

    TableReports(
            PresentReader present,
            TableQueries queries,
            PostgresHistories histories,
            TimeRanges ranges,
            AnswerCaches caches) {
        this.present = present;
        this.queries = queries;
        this.histories = histories;
        this.ranges = ranges;
        this.tables = caches.create("postgres_tables", Present::life, read -> (long) MOST * BYTES_OF_ROW);
        this.indexes = caches.create("postgres_indexes", Present::life, read -> (long) MOST * BYTES_OF_ROW);
    }

    Tables tables(RangeQuery query, @Nullable Comparison comparison) {
        PostgresHistory history = histories.of(OF_TABLES, ranges.of(query));
        Tables earlier = comparison == null
                ? null
                : Tables.of(histories.of(OF_TABLES, ranges.of(ranges.earlier(query, comparison))));
        Present<Read<TableQueries.Table>> now = tables();
        return Tables.of(now, history, unknown(now, history), earlier);
    }

    Indexes indexes(RangeQuery query, @Nullable Comparison comparison) {
        PostgresHistory history = histories.of(OF_INDEXES, ranges.of(query));
        Indexes earlier = comparison == null
                ? null
                : Indexes.of(histories.of(OF_INDEXES, ranges.of(ranges.earlier(query, comparison))));
        Present<Read<TableQueries.Index>> now = indexes();
        return Indexes.of(now, history, unknown(now, history), earlier);
    }

    /** The last estimates of bloat in a span. */
    PostgresHistory bloat(TimeRange range) {
        return histories.of(BLOAT, range);
    }

    /** The tables of now, without their history. */
    Present<Read<TableQueries.Table>> tables() {
        return tables.get(KEY, () -> present.read(FIGURES, () -> new Read<>(queries.counting(), queries.tables(MOST))));
    }

    /** The indexes of now, without their history. */
    Present<Read<TableQueries.Index>> indexes() {
        return indexes.get(
                KEY, () -> present.read(FIGURES, () -> new Read<>(queries.counting(), queries.indexes(MOST))));
    }

    private static <T> List<Unknown> unknown(Present<Read<T>> now, PostgresHistory history) {
        List<Unknown> unknown = new ArrayList<>(now.unknown());
        Read<T> read = now.figures();
        if (read != null && !read.counting().tracked()) {
            unknown.add(untracked());
        }
        unknown.addAll(history.unknown());
        return unknown;
    }

    /** Scans and rows are counted only with {@code track_counts}. */
    static Unknown untracked() {
        return new Unknown(
                List.of("live_rows", "dead_rows", "seq_scans", "index_scans", "scans", "unused"),
                "track_counts is off",
                "run ALTER SYSTEM SET track_counts = on; SELECT pg_reload_conf()");
    }
}
