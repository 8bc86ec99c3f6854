package dev.tidemark.query.requests;

import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import jakarta.inject.Singleton;

/** All endpoints of a span. */
@Singleton
final class EndpointsExport implements ExportSource {
    private final RequestReports reports;

    EndpointsExport(RequestReports reports) {
        this.reports = reports;
    }

    @Override
    public String table() {
        return "endpoints";
    }

    @Override
    public String description() {
        return "an endpoint, the one that took most of the time first";
    }

    @Override
    public ExportTable read(ExportQuery query) {
        return ExportTable.of(
                EndpointStatistics.class,
                reports.of(query.range(), EndpointChoice.ofService(query.service()))
                        .endpoints());
    }
}
