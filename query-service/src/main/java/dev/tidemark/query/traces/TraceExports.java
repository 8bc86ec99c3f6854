package dev.tidemark.query.traces;

import dev.tidemark.query.endpoint.EndpointQuestion;
import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.util.Set;

/** The slowest and the failing requests of a span. */
@Factory
final class TraceExports {
    private static final int MOST = 100;

    private final Traces traces;

    TraceExports(Traces traces) {
        this.traces = traces;
    }

    @Singleton
    ExportSource slowest() {
        return new Export(traces, TraceKind.SLOWEST, "a single request, the slowest first; at most " + MOST);
    }

    @Singleton
    ExportSource failing() {
        return new Export(traces, TraceKind.FAILING, "a single request that failed, the newest first; at most " + MOST);
    }

    private record Export(Traces traces, TraceKind kind, String description) implements ExportSource {
        @Override
        public String table() {
            return "traces_" + kind.label();
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
                    Trace.class,
                    traces.of(EndpointQuestion.of(query.range(), query.endpoints()), kind, MOST)
                            .traces());
        }
    }
}
