package dev.tidemark.query.postgres;

import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;

/** The lock tree, as it is now. */
@Singleton
final class LocksExport implements ExportSource {
    private final LockReports reports;

    LocksExport(LockReports reports) {
        this.reports = reports;
    }

    @Override
    public String table() {
        return "postgres_locks";
    }

    @Override
    public String description() {
        return "a session that waits for a lock or that others wait for, now";
    }

    @Override
    public ExportTable read(ExportQuery query) {
        return ExportTable.of(
                LockTree.Blocked.class,
                Objects.requireNonNullElse(reports.of(query.range(), null).sessions(), List.of()));
    }
}
