package dev.tidemark.query.pipeline;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

@Controller("/api/monitoring/pipeline")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "pipeline")
final class PipelineController {
    private final PipelineReports reports;

    PipelineController(PipelineReports reports) {
        this.reports = reports;
    }

    @Get
    @Operation(
            summary = "Offsets, lag and losses of the pipeline",
            description = "503 if PostgreSQL is unreachable or busy.")
    PipelineStatus pipeline() {
        return reports.status();
    }
}
