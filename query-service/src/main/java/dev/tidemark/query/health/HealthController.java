package dev.tidemark.query.health;

import dev.tidemark.query.http.Unavailable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

@Controller("/health")
@Tag(name = "health")
final class HealthController {
    private final DetailedHealthReports reports;
    private final Readiness readiness;

    HealthController(DetailedHealthReports reports, Readiness readiness) {
        this.reports = reports;
        this.readiness = readiness;
    }

    @Get(uris = {"/", "/live"})
    @Operation(summary = "Liveness of this service")
    Alive health() {
        return new Alive("ok");
    }

    @Get("/ready")
    @Operation(
            summary = "Whether this service can answer questions, for load balancers",
            description =
                    "503 while Tidemark's database cannot be read, with the reason, its begin and the remedy. A database"
                            + " that is merely busy is no reason, and neither is Redis, Kafka or the monitored PostgreSQL. Checked"
                            + " every 2 s in the background.")
    @ApiResponse(responseCode = "200", description = "Ready")
    @ApiResponse(responseCode = "503", description = "Not ready, with the same body and at least one problem")
    HttpResponse<Readiness.Answer> ready() {
        Readiness.Answer answer = readiness.now();
        return answer.problems().isEmpty() ? HttpResponse.ok(answer) : Unavailable.because(answer);
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
