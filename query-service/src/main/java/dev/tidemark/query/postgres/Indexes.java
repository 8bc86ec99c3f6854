package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The largest indexes of the monitored database.
 *
 * @param from the start of the history
 * @param to its end
 * @param stepSeconds the width of a point of the history
 * @param at when the present was read; null in a comparison
 * @param countedSince when the scans were last set to 0; null if never, or in a comparison
 * @param total how many indexes there are
 * @param rows the 200 largest, and those that are not valid; in a comparison, those of which there are samples, with their last reading
 * @param history from samples of the collector, by {@code schema}, {@code table} and {@code index}
 * @param unknown the figures that cannot be read
 * @param comparison the earlier span; null without {@code compare}
 */
@Serdeable
record Indexes(
        Instant from,
        Instant to,
        long stepSeconds,
        @Nullable Instant at,
        @Nullable Instant countedSince,
        @Nullable Long total,
        @Nullable List<Row> rows,
        List<PostgresSeries> history,
        List<Unknown> unknown,
        @Nullable Indexes comparison) {

    /**
     * An index.
     *
     * @param indexSizeMb null while it or its table has an exclusive lock
     * @param scans since {@code counted_since}, on this server: those on a standby are counted there
     * @param unique whether it is unique; a primary key is
     * @param valid false if its creation failed: it costs writes, and serves no query
     * @param unused whether it was never scanned, and no constraint or replication needs it
     * @param bloatMb the estimate of its wasted space; null if it is not among the 20 that waste most, or if it is unknown
     * @param duplicateOf the index of the same table that serves its queries, too; null if there is none
     * @param remedy the statement that removes or repairs it; null if nothing is wrong with it
     */
    @Serdeable
    record Row(
            String schema,
            String table,
            String index,
            @Nullable Double indexSizeMb,
            @Nullable Long scans,
            @Nullable Long rowsRead,
            @Nullable Boolean unique,
            @Nullable Boolean primaryKey,
            @Nullable Boolean valid,
            @Nullable Boolean unused,
            @Nullable Double bloatMb,
            @Nullable Double bloatPercent,
            @Nullable String duplicateOf,
            @Nullable String definition,
            @Nullable String remedy) {
        static Row of(TableQueries.Index index, boolean counted, PostgresHistory bloat) {
            Map<String, String> labels =
                    Map.of("schema", index.schema(), "table", index.tableName(), "index", index.name());
            return new Row(
                    index.schema(),
                    index.tableName(),
                    index.name(),
                    Rounding.knownMegabytes(index.bytes()),
                    counted ? index.scans() : null,
                    counted ? index.rowsRead() : null,
                    index.unique(),
                    index.primaryKey(),
                    index.valid(),
                    counted ? isUnused(index) : null,
                    bloat.newest("index_bloat_mb", labels),
                    bloat.newest("index_bloat_percent", labels),
                    index.duplicateOf(),
                    index.definition(),
                    remedy(index, counted));
        }

        static boolean isUnused(TableQueries.Index index) {
            return index.valid() && !index.needed() && index.scans() == 0;
        }

        static @Nullable String remedy(TableQueries.Index index, boolean counted) {
            if (!index.valid()) {
                return "REINDEX INDEX CONCURRENTLY " + index.quoted();
            }
            return index.duplicateOf() != null || counted && isUnused(index)
                    ? "DROP INDEX CONCURRENTLY " + index.quoted()
                    : null;
        }

        private static Row of(PostgresHistory history, Map<String, String> labels) {
            return new Row(
                    labels.getOrDefault("schema", ""),
                    labels.getOrDefault("table", ""),
                    labels.getOrDefault("index", ""),
                    history.last("index_size_mb", labels),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    history.last("index_bloat_mb", labels),
                    history.last("index_bloat_percent", labels),
                    null,
                    null,
                    null);
        }
    }

    static Indexes of(
            Present<TableReports.Read<TableQueries.Index>> present,
            PostgresHistory history,
            List<Unknown> unknown,
            @Nullable Indexes comparison) {
        TableReports.Read<TableQueries.Index> read = present.figures();
        return new Indexes(
                history.from(),
                history.to(),
                history.stepSeconds(),
                present.at(),
                read == null ? null : read.counting().reset(),
                read == null ? null : (Long) read.counting().indexes(),
                read == null
                        ? null
                        : read.rows().stream()
                                .map(index -> Row.of(index, read.counting().tracked(), history))
                                .toList(),
                history.series(),
                unknown,
                comparison);
    }

    /** An earlier span, of which only samples tell. */
    static Indexes of(PostgresHistory history) {
        return new Indexes(
                history.from(),
                history.to(),
                history.stepSeconds(),
                null,
                null,
                null,
                history.named("index_size_mb")
                        .filter(series -> series.labels().containsKey("index"))
                        .map(series -> Row.of(history, series.labels()))
                        .toList(),
                history.series(),
                history.unknown(),
                null);
    }
}
