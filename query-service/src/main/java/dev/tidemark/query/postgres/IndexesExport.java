package dev.tidemark.query.postgres;

import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;

/** The largest indexes, as they are now. */
@Singleton
final class IndexesExport implements ExportSource {
    private final TableReports reports;

    IndexesExport(TableReports reports) {
        this.reports = reports;
    }

    @Override
    public String table() {
        return "postgres_indexes";
    }

    @Override
    public String description() {
        return "one of the largest indexes of the monitored database, now";
    }

    @Override
    public ExportTable read(ExportQuery query) {
        return ExportTable.of(
                Indexes.Row.class,
                Objects.requireNonNullElse(reports.indexes(query.range(), null).rows(), List.of()));
    }
}
