package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.postgres.Checklist.Check;
import dev.tidemark.query.postgres.Checklist.Finding;
import dev.tidemark.query.postgres.TableQueries.Index;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Judges the indexes. */
final class IndexChecks {
    /** An index may serve a report of the week. */
    static final Duration LONG_ENOUGH = Duration.ofDays(7);

    private IndexChecks() {}

    static List<Check> of(Present<TableReports.Read<Index>> present, Instant now) {
        return List.of(
                unused(present, now),
                counted(Threshold.DUPLICATE_INDEXES, present, index -> index.duplicateOf() != null),
                counted(Threshold.INVALID_INDEXES, present, index -> !index.valid()));
    }

    private static Check unused(Present<TableReports.Read<Index>> present, Instant now) {
        TableReports.Read<Index> read = present.figures();
        if (read == null) {
            return Check.unknown(Threshold.UNUSED_INDEXES, present.reason());
        }
        TableQueries.Counting counting = read.counting();
        if (!counting.tracked()) {
            return Check.unknown(Threshold.UNUSED_INDEXES, TableReports.untracked());
        }
        Instant reset = counting.reset();
        if (reset != null && Duration.between(reset, now).compareTo(LONG_ENOUGH) < 0) {
            return Check.unknown(
                    Threshold.UNUSED_INDEXES,
                    new Unknown(
                            List.of(Threshold.UNUSED_INDEXES.id()),
                            "scans are counted only since " + reset.truncatedTo(ChronoUnit.SECONDS)
                                    + ", when the statistics were reset; an index may serve a report of the week",
                            null));
        }
        List<Index> unused = read.rows().stream().filter(Indexes.Row::isUnused).toList();
        double megabytes = unused.stream().mapToDouble(IndexChecks::megabytes).sum();
        return Check.of(
                Threshold.UNUSED_INDEXES,
                megabytes,
                unused.size() + (unused.size() == 1 ? " index" : " indexes") + bound(read),
                unused.stream()
                        .sorted(Comparator.comparingDouble(IndexChecks::megabytes)
                                .reversed())
                        .limit(Finding.MOST)
                        .map(index -> finding(index, "no scan on this server; look at the standbys, too"))
                        .toList());
    }

    private static Check counted(
            Threshold threshold, Present<TableReports.Read<Index>> present, Predicate<Index> which) {
        TableReports.Read<Index> read = present.figures();
        if (read == null) {
            return Check.unknown(threshold, present.reason());
        }
        List<Index> found = read.rows().stream().filter(which).toList();
        return Check.of(
                threshold,
                found.size(),
                (found.isEmpty() ? "none" : found.size() + (found.size() == 1 ? " index" : " indexes")) + bound(read),
                found.stream()
                        .limit(Finding.MOST)
                        .map(index -> finding(
                                index,
                                index.duplicateOf() == null
                                        ? "its creation failed: it costs writes, and serves no query"
                                        : index.duplicateOf() + " serves its queries, too"))
                        .toList());
    }

    private static String bound(TableReports.Read<Index> read) {
        return read.bound(read.counting().indexes(), "indexes");
    }

    private static double megabytes(Index index) {
        Long bytes = index.bytes();
        return bytes == null ? 0 : Rounding.megabytes(bytes);
    }

    private static Finding finding(Index index, String text) {
        return new Finding(
                index.schema() + "." + index.name() + " on " + index.tableName(),
                index.bytes() == null ? null : (Double) megabytes(index),
                text,
                Indexes.Row.remedy(index, true));
    }
}
