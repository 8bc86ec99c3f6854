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
    @Operation(summary = "Liveness of this service")
    Alive health() {
        return new Alive("ok");
    }

    @Get("/detailed")
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Operation(
            summary = "Status of this service and its dependencies",
            description = "Always 200; the status fields say what is down.")
    DetailedHealth detailed() {
        return reports.now();
    }

    /**
     * The answer of the liveness check.
     *
     * @param status {@code ok}
     */
    @Serdeable
    record Alive(String status) {}
}
