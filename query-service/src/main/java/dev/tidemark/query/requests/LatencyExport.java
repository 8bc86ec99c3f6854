package dev.tidemark.query.requests;

import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
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
        return Set.of("method", "route");
    }

    @Override
    public ExportTable read(ExportQuery query) {
        return ExportTable.of(
                LatencyTimeline.Point.class,
                timelines.of(query.range(), null, query.endpoints()).points());
    }
}
