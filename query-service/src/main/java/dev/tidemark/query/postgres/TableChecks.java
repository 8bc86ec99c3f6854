package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.postgres.Checklist.Check;
import dev.tidemark.query.postgres.Checklist.Finding;
import dev.tidemark.query.postgres.TableQueries.Table;
import java.util.Comparator;
import java.util.List;

/** Judges the tables. */
final class TableChecks {
    /** Fewer dead rows are no reason to act, whatever their share. */
    static final long MANY_DEAD_ROWS = 10_000;

    /** To scan a smaller table from end to end is cheap. */
    static final long MANY_ROWS = 10_000;

    /** A few scans from end to end, such as those of a backup, are no pattern. */
    static final long MANY_SCANS = 50;

    private static final double FEW_INDEX_SCANS_PERCENT = 95;

    private TableChecks() {}

    static List<Check> of(Present<TableReports.Read<Table>> present, PostgresHistory bloat) {
        return List.of(deadRows(present), BloatCheck.of(bloat));
    }

    private static Check deadRows(Present<TableReports.Read<Table>> present) {
        TableReports.Read<Table> read = present.figures();
        if (read == null) {
            return Check.unknown(Threshold.DEAD_ROWS, present.reason());
        }
        if (!read.counting().tracked()) {
            return Check.unknown(Threshold.DEAD_ROWS, TableReports.untracked());
        }
        List<Table> judged = read.rows().stream()
                .filter(table -> table.deadRows() >= MANY_DEAD_ROWS)
                .sorted(Comparator.comparingDouble(TableChecks::deadPercent).reversed())
                .toList();
        if (judged.isEmpty()) {
            return Check.of(Threshold.DEAD_ROWS, 0, "no table has so many" + bound(read), List.of());
        }
        Table worst = judged.getFirst();
        return Check.of(
                Threshold.DEAD_ROWS,
                deadPercent(worst),
                deadPercent(worst) + " % of " + worst.schema() + "." + worst.name() + bound(read),
                judged.stream()
                        .filter(table -> Threshold.DEAD_ROWS.isReached(deadPercent(table)))
                        .limit(Finding.MOST)
                        .map(TableChecks::deadRows)
                        .toList());
    }

    private static String bound(TableReports.Read<Table> read) {
        return read.bound(read.counting().tables(), "tables");
    }

    private static double deadPercent(Table table) {
        return Rounding.percent(table.deadRows(), table.liveRows() + table.deadRows());
    }

    private static Finding deadRows(Table table) {
        boolean vacuumed = table.lastVacuum() != null || table.lastAutovacuum() != null;
        return new Finding(
                table.schema() + "." + table.name(),
                deadPercent(table),
                table.deadRows() + " dead rows, " + (vacuumed ? "vacuumed before" : "never vacuumed")
                        + "; a long transaction or a slot may keep them",
                "VACUUM (ANALYZE) " + table.quoted());
    }

    /** Tables whose scans from end to end an index would probably save. */
    static Check missingIndexes(Present<TableReports.Read<Table>> present) {
        TableReports.Read<Table> read = present.figures();
        if (read == null) {
            return Check.unknown(Threshold.MISSING_INDEXES, present.reason());
        }
        if (!read.counting().tracked()) {
            return Check.unknown(Threshold.MISSING_INDEXES, TableReports.untracked());
        }
        List<Table> scanned = read.rows().stream()
                .filter(TableChecks::isScanned)
                .sorted(Comparator.comparingLong(Table::seqRowsRead).reversed())
                .toList();
        return Check.of(
                Threshold.MISSING_INDEXES,
                scanned.size(),
                (scanned.isEmpty()
                                ? "indexes serve at least " + Math.round(FEW_INDEX_SCANS_PERCENT)
                                        + " % of the scans of large tables"
                                : scanned.size() + (scanned.size() == 1 ? " table" : " tables"))
                        + bound(read),
                scanned.stream()
                        .limit(Finding.MOST)
                        .map(TableChecks::missingIndex)
                        .toList());
    }

    private static boolean isScanned(Table table) {
        return table.liveRows() >= MANY_ROWS
                && table.seqScans() >= MANY_SCANS
                && Rounding.percent(table.indexScans(), table.indexScans() + table.seqScans())
                        < FEW_INDEX_SCANS_PERCENT;
    }

    private static Finding missingIndex(Table table) {
        return new Finding(
                table.schema() + "." + table.name(),
                null,
                table.seqScans() + " scans from end to end read " + table.seqRowsRead() + " rows, " + table.indexScans()
                        + " scans used an index; the statements with plans say which columns they filter by",
                null);
    }
}
