package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.DiagnosisQueries.Scope;
import dev.tidemark.query.range.RangeQuery;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Controller("/api/monitoring/diagnosis")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "diagnosis")
final class DiagnosisController {
    private final Diagnoses diagnoses;

    DiagnosisController(Diagnoses diagnoses) {
        this.diagnoses = diagnoses;
    }

    @Get
    @Operation(
            summary = "What is not as usual in a span, since when, and why",
            description =
                    "Compares each endpoint and service with what was before the span. 503 while PostgreSQL does not"
                            + " answer or is busy.")
    DiagnosisAnswer diagnosis(
            @Parameter(description = "The span that ends now: 5m, 15m, 1h (default) or 24h") @QueryValue @Nullable String period,
            @Parameter(description = "The start of the span, RFC 3339; instead of period") @QueryValue @Nullable String from,
            @Parameter(description = "The end of the span, RFC 3339; default: now") @QueryValue @Nullable String to,
            @Parameter(description = "Only this service") @QueryValue @Nullable String service,
            @Parameter(description = "Only requests with this HTTP method") @QueryValue @Nullable String method,
            @Parameter(description = "Only requests to this route template") @QueryValue @Nullable String route) {
        return diagnoses.of(new RangeQuery(period, from, to), new Scope(service, method, route));
    }
}
