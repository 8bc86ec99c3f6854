package dev.tidemark.query.errors;

import dev.tidemark.query.endpoint.EndpointQuestion;
import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import jakarta.inject.Singleton;
import java.util.Set;

/** The errors of a span. */
@Singleton
final class ErrorsExport implements ExportSource {
    private static final int MOST = 200;

    private final ErrorReports reports;

    ErrorsExport(ErrorReports reports) {
        this.reports = reports;
    }

    @Override
    public String table() {
        return "errors";
    }

    @Override
    public String description() {
        return "a type of error of an endpoint, the most frequent first; at most 200";
    }

    @Override
    public Set<String> filters() {
        return Set.of("method", "route");
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public ExportTable read(ExportQuery query) {
        return ExportTable.of(
                ErrorReport.ErrorRow.class,
                reports.of(EndpointQuestion.of(query.range(), query.endpoints()), MOST)
                        .errors());
    }
}
