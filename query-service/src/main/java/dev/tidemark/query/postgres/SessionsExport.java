package dev.tidemark.query.postgres;

import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;

/** The sessions, as they are now. */
@Singleton
final class SessionsExport implements ExportSource {
    private final ConnectionReports reports;

    SessionsExport(ConnectionReports reports) {
        this.reports = reports;
    }

    @Override
    public String table() {
        return "postgres_connections";
    }

    @Override
    public String description() {
        return "a session of the monitored PostgreSQL, now";
    }

    @Override
    public ExportTable read(ExportQuery query) {
        return ExportTable.of(
                Connections.Session.class,
                Objects.requireNonNullElse(reports.of(query.range(), null).sessions(), List.of()));
    }
}
