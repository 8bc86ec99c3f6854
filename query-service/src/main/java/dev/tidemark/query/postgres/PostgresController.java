package dev.tidemark.query.postgres;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

@Controller("/api/monitoring/postgres")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "postgres")
final class PostgresController {
    private final PostgresReports reports;

    PostgresController(PostgresReports reports) {
        this.reports = reports;
    }

    @Get("/status")
    @Operation(
            summary = "Status of the monitored PostgreSQL",
            description = "Always 200; the field status says whether PostgreSQL answered.")
    PostgresStatus status() {
        return reports.status();
    }
}
