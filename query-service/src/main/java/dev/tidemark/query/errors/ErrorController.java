package dev.tidemark.query.errors;

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

@Controller("/api/monitoring/api/errors")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "requests")
final class ErrorController {
    private static final int USUAL = 20;
    private static final int MOST = 50;

    private final ErrorReports reports;

    ErrorController(ErrorReports reports) {
        this.reports = reports;
    }

    @Get
    @Operation(
            summary = "Errors of requests by endpoint and type, with the last message, stack trace and trace",
            description =
                    "Messages are cut to 2048 characters, stack traces to 16384. 503 while PostgreSQL does not answer or"
                            + " is busy.")
    ErrorReport errors(
            @RequestBean EndpointQuestion question,
            @Parameter(
                            description = "Maximum number of types, 1 to 50",
                            schema = @Schema(type = "integer", defaultValue = "20"))
                    @QueryValue
                    @Nullable String limit) {
        return reports.of(question, WholeNumber.of("limit", limit, USUAL, 1, MOST));
    }
}
