package dev.tidemark.query.breakdown;

import dev.tidemark.query.endpoint.EndpointQuestion;
import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import jakarta.inject.Singleton;
import java.util.Set;

/** The parts of requests over time. */
@Singleton
final class BreakdownExport implements ExportSource {
    private final Breakdowns breakdowns;

    BreakdownExport(Breakdowns breakdowns) {
        this.breakdowns = breakdowns;
    }

    @Override
    public String table() {
        return "breakdown";
    }

    @Override
    public String description() {
        return "where the time of a request went on average, in a step of time";
    }

    @Override
    public Set<String> filters() {
        return Set.of("method", "route");
    }

    @Override
    public ExportTable read(ExportQuery query) {
        return ExportTable.of(
                Breakdown.Timeline.Point.class,
                breakdowns
                        .of(EndpointQuestion.of(query.range(), query.endpoints()), null, 1)
                        .timeline()
                        .points());
    }
}
