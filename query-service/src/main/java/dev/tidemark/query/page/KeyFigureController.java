package dev.tidemark.query.page;

import dev.tidemark.query.keyfigure.KeyFigures;
import dev.tidemark.query.range.Comparison;
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

@Controller("/api/monitoring/advanced")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "summary")
final class KeyFigureController {
    private final KeyFigureReports reports;

    KeyFigureController(KeyFigureReports reports) {
        this.reports = reports;
    }

    @Get("/metrics")
    @Operation(
            summary = "The key figures of all monitored parts: now, on average, at most, and over time",
            description = "Always 200 for a valid time span; unknown says what is unavailable.")
    KeyFigures metrics(
            @Parameter(description = "The span that ends now: 5m, 15m, 1h (default), 24h or 7d") @QueryValue @Nullable String period,
            @Parameter(description = "The start of the span, RFC 3339; instead of period") @QueryValue @Nullable String from,
            @Parameter(description = "The end of the span, RFC 3339; default: now") @QueryValue @Nullable String to,
            @Parameter(description = "Only requests to this service") @QueryValue @Nullable String service,
            @Parameter(description = "Also answer for the same hours of the day or the week before: day or week")
                    @QueryValue
                    @Nullable String compare) {
        return reports.of(new RangeQuery(period, from, to), service, Comparison.of(compare));
    }
}
