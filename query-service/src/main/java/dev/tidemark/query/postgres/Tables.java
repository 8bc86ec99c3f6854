package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The largest tables of the monitored database.
 *
 * @param from the start of the history
 * @param to its end
 * @param stepSeconds the width of a point of the history
 * @param at when the present was read; null in a comparison
 * @param countedSince when the scans and changed rows were last set to 0; null if never, or in a comparison
 * @param total how many tables there are
 * @param rows the 200 largest, by the pages that the last vacuum or analyze counted; in a comparison, those of which there are samples, with
 *     their last reading
 * @param history from samples of the collector, by {@code schema} and {@code table}
 * @param unknown the figures that cannot be read
 * @param comparison the earlier span; null without {@code compare}
 */
@Serdeable
record Tables(
        Instant from,
        Instant to,
        long stepSeconds,
        @Nullable Instant at,
        @Nullable Instant countedSince,
        @Nullable Long total,
        @Nullable List<Row> rows,
        List<PostgresSeries> history,
        List<Unknown> unknown,
        @Nullable Tables comparison) {

    /**
     * A table. Its sizes are null while it has an exclusive lock.
     *
     * @param tableSizeMb with its TOAST table and maps, without indexes
     * @param deadPercent dead rows of all rows
     * @param changedRows those that were changed since the last analyze
     * @param lastVacuum by hand or by autovacuum
     * @param lastAnalyze by hand or by autovacuum
     * @param seqRowsRead the rows that sequential scans read
     * @param indexScanPercent index scans of all scans
     * @param bloatMb the estimate of its wasted space; null if it is not among the 20 that waste most, or if it is unknown
     * @param wraparoundAge the transactions since its oldest row was frozen
     */
    @Serdeable
    record Row(
            String schema,
            String table,
            @Nullable Double tableSizeMb,
            @Nullable Double indexesSizeMb,
            @Nullable Long liveRows,
            @Nullable Long deadRows,
            @Nullable Double deadPercent,
            @Nullable Long changedRows,
            @Nullable Instant lastVacuum,
            @Nullable Instant lastAutovacuum,
            @Nullable Instant lastAnalyze,
            @Nullable Instant lastAutoanalyze,
            @Nullable Long seqScans,
            @Nullable Long seqRowsRead,
            @Nullable Long indexScans,
            @Nullable Double indexScanPercent,
            @Nullable Long indexes,
            @Nullable Long inserted,
            @Nullable Long updated,
            @Nullable Long deleted,
            @Nullable Double bloatMb,
            @Nullable Double bloatPercent,
            @Nullable Long wraparoundAge) {
        static Row of(TableQueries.Table table, boolean counted, PostgresHistory bloat) {
            Map<String, String> labels = Map.of("schema", table.schema(), "table", table.name());
            return new Row(
                    table.schema(),
                    table.name(),
                    Rounding.knownMegabytes(table.tableBytes()),
                    Rounding.knownMegabytes(table.indexBytes()),
                    counted ? table.liveRows() : null,
                    counted ? table.deadRows() : null,
                    counted ? Rounding.share(table.deadRows(), table.liveRows() + table.deadRows()) : null,
                    counted ? table.changedRows() : null,
                    latest(table.lastVacuum(), table.lastAutovacuum()),
                    table.lastAutovacuum(),
                    latest(table.lastAnalyze(), table.lastAutoanalyze()),
                    table.lastAutoanalyze(),
                    counted ? table.seqScans() : null,
                    counted ? table.seqRowsRead() : null,
                    counted ? table.indexScans() : null,
                    counted ? Rounding.share(table.indexScans(), table.indexScans() + table.seqScans()) : null,
                    table.indexes(),
                    counted ? table.inserted() : null,
                    counted ? table.updated() : null,
                    counted ? table.deleted() : null,
                    bloat.newest("table_bloat_mb", labels),
                    bloat.newest("table_bloat_percent", labels),
                    table.wraparoundAge());
        }

        private static Row of(PostgresHistory history, Map<String, String> labels) {
            return new Row(
                    labels.getOrDefault("schema", ""),
                    labels.getOrDefault("table", ""),
                    history.last("table_size_mb", labels),
                    history.last("table_indexes_size_mb", labels),
                    whole(history.last("table_live_rows", labels)),
                    whole(history.last("table_dead_rows", labels)),
                    history.last("table_dead_percent", labels),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    history.last("table_bloat_mb", labels),
                    history.last("table_bloat_percent", labels),
                    null);
        }

        private static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
            return Stream.of(one, other)
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    static Tables of(
            Present<TableReports.Read<TableQueries.Table>> present,
            PostgresHistory history,
            List<Unknown> unknown,
            @Nullable Tables comparison) {
        TableReports.Read<TableQueries.Table> read = present.figures();
        return new Tables(
                history.from(),
                history.to(),
                history.stepSeconds(),
                present.at(),
                read == null ? null : read.counting().reset(),
                read == null ? null : (Long) read.counting().tables(),
                read == null
                        ? null
                        : read.rows().stream()
                                .map(table -> Row.of(table, read.counting().tracked(), history))
                                .toList(),
                history.series(),
                unknown,
                comparison);
    }

    /** An earlier span, of which only samples tell. */
    static Tables of(PostgresHistory history) {
        return new Tables(
                history.from(),
                history.to(),
                history.stepSeconds(),
                null,
                null,
                null,
                history.named("table_size_mb")
                        .filter(series -> series.labels().containsKey("table"))
                        .map(series -> Row.of(history, series.labels()))
                        .toList(),
                history.series(),
                history.unknown(),
                null);
    }

    static @Nullable Long whole(@Nullable Double value) {
        return value == null ? null : (Long) Math.round(value);
    }
}
