package dev.tidemark.query.traces;

import dev.tidemark.query.endpoint.EndpointQuestion;
import dev.tidemark.query.parameter.WholeNumber;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Controller("/api/monitoring/api/traces")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "requests")
final class TraceController {
    private static final int USUAL = 20;
    private static final int MOST = 100;

    private final Traces traces;

    TraceController(Traces traces) {
        this.traces = traces;
    }

    @Get
    @Operation(
            summary = "Single requests: the slowest, those that failed, or the newest",
            description = "503 while PostgreSQL does not answer or is busy.")
    TraceList traces(
            @RequestBean EndpointQuestion question,
            @Parameter(description = "slowest (default), failing or newest") @QueryValue @Nullable String kind,
            @Parameter(
                            description = "Maximum number of requests, 1 to 100",
                            schema = @Schema(type = "integer", defaultValue = "20"))
                    @QueryValue
                    @Nullable String limit) {
        return traces.of(question, TraceKind.of(kind), WholeNumber.of("limit", limit, USUAL, 1, MOST));
    }
}
