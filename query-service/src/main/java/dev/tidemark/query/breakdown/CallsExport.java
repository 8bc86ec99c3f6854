package dev.tidemark.query.breakdown;

import dev.tidemark.query.endpoint.EndpointQuestion;
import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import jakarta.inject.Singleton;
import java.util.Set;

/** The operations that requests called. */
@Singleton
final class CallsExport implements ExportSource {
    private static final int MOST = 500;

    private final Breakdowns breakdowns;

    CallsExport(Breakdowns breakdowns) {
        this.breakdowns = breakdowns;
    }

    @Override
    public String table() {
        return "calls";
    }

    @Override
    public String description() {
        return "an operation that requests called, the one that took most time first; at most 500";
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
                Calls.Call.class,
                breakdowns
                        .of(EndpointQuestion.of(query.range(), query.endpoints()), null, MOST)
                        .calls()
                        .rows());
    }
}
