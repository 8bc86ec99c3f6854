package dev.tidemark.query.requests;

import dev.tidemark.query.endpoint.EndpointQuestion;
import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import dev.tidemark.query.range.RangeQuery;
import jakarta.inject.Singleton;
import java.util.Set;

/** The latency timeline of a span. */
@Singleton
final class LatencyExport implements ExportSource {
    private final LatencyTimelines timelines;

    LatencyExport(LatencyTimelines timelines) {
        this.timelines = timelines;
    }

    @Override
    public String table() {
        return "latency";
    }

    @Override
    public String description() {
        return "requests and their latency percentiles in a step of time";
    }

    @Override
    public Set<String> filters() {
        return Set.of("route");
    }

    @Override
    public ExportTable read(ExportQuery query) {
        RangeQuery range = query.range();
        EndpointQuestion question = new EndpointQuestion(
                range.period(), range.from(), range.to(), query.service(), null, query.filter("route"), null);
        return ExportTable.of(
                LatencyTimeline.Point.class, timelines.of(question).points());
    }
}
