package dev.tidemark.query.postgres;

import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import jakarta.inject.Singleton;

/** The checklist. */
@Singleton
final class ChecksExport implements ExportSource {
    private final PostgresChecks reports;

    ChecksExport(PostgresChecks reports) {
        this.reports = reports;
    }

    @Override
    public String table() {
        return "postgres_checks";
    }

    @Override
    public String description() {
        return "a check of the monitored PostgreSQL";
    }

    @Override
    public ExportTable read(ExportQuery query) {
        return ExportTable.of(Checklist.Check.class, reports.of(query.range()).checks());
    }
}
