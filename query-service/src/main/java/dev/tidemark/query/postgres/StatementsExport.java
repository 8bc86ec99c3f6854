package dev.tidemark.query.postgres;

import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;

/** The statements of a span. */
@Singleton
final class StatementsExport implements ExportSource {
    private static final int MOST = 500;

    private final SlowQueryReports reports;

    StatementsExport(SlowQueryReports reports) {
        this.reports = reports;
    }

    @Override
    public String table() {
        return "postgres_slow_queries";
    }

    @Override
    public String description() {
        return "a statement of the monitored PostgreSQL in the span, the one that took most time first";
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public ExportTable read(ExportQuery query) {
        return ExportTable.of(
                SlowStatements.Row.class,
                Objects.requireNonNullElse(
                        reports.of(query.range(), new SlowQueryReports.Choice(query.service(), null, MOST), null)
                                .rows(),
                        List.of()));
    }
}
