package dev.tidemark.query.redis;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

@Controller("/api/monitoring/redis")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "redis")
final class RedisController {
    private final RedisReports reports;

    RedisController(RedisReports reports) {
        this.reports = reports;
    }

    @Get("/status")
    @Operation(
            summary = "Status of the monitored Redis",
            description = "Always 200; the field connected says whether Redis answered.")
    RedisStatus status() {
        return reports.status();
    }
}
