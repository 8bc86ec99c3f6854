package dev.tidemark.query.health;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

@Controller("/health")
@Tag(name = "health")
final class HealthController {
    private final DetailedHealthReports reports;

    HealthController(DetailedHealthReports reports) {
        this.reports = reports;
    }

    @Get
    @Operation(summary = "Whether this service runs, whatever it depends on")
    Alive health() {
        return new Alive("ok");
    }

    @Get("/detailed")
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Operation(
            summary = "How this service and what it depends on are",
            description = "Always 200: what is down is told by status.")
    DetailedHealth detailed() {
        return reports.now();
    }

    /**
     * That it runs.
     *
     * @param status {@code ok}
     */
    @Serdeable
    record Alive(String status) {}
}
