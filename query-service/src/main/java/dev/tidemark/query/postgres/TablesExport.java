package dev.tidemark.query.postgres;

import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;

/** The largest tables, as they are now. */
@Singleton
final class TablesExport implements ExportSource {
    private final TableReports reports;

    TablesExport(TableReports reports) {
        this.reports = reports;
    }

    @Override
    public String table() {
        return "postgres_tables";
    }

    @Override
    public String description() {
        return "one of the largest tables of the monitored database, now";
    }

    @Override
    public ExportTable read(ExportQuery query) {
        return ExportTable.of(
                Tables.Row.class,
                Objects.requireNonNullElse(reports.tables(query.range(), null).rows(), List.of()));
    }
}
