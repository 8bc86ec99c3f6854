package dev.tidemark.query.requests;

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

@Controller("/api/monitoring/services")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "requests")
final class ServiceController {
    private final ServiceReports reports;

    ServiceController(ServiceReports reports) {
        this.reports = reports;
    }

    @Get
    @Operation(
            summary = "The services with requests in a span",
            description = "The 500 with most requests. 503 while PostgreSQL does not answer or is busy.")
    ServiceList services(
            @Parameter(description = "The span that ends now: 5m, 15m, 1h (default), 24h or 7d") @QueryValue @Nullable String period,
            @Parameter(description = "The start of the span, RFC 3339; instead of period") @QueryValue @Nullable String from,
            @Parameter(description = "The end of the span, RFC 3339; default: now") @QueryValue @Nullable String to) {
        return reports.of(new RangeQuery(period, from, to));
    }
}
