package dev.tidemark.query.summary;

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

@Controller("/api/monitoring")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "summary")
final class SummaryController {
    private final Summaries summaries;

    SummaryController(Summaries summaries) {
        this.summaries = summaries;
    }

    @Get(uris = {"/summary", "/advanced/summary", "/metrics/summary"})
    @Operation(
            summary = "The state of all monitored parts",
            description = "Always 200 for a valid time span; the status fields say what is unavailable.")
    Summary summary(
            @Parameter(description = "Time span that ends now: 5m, 15m, 1h (default), 24h or 7d") @QueryValue @Nullable String period,
            @Parameter(description = "The start of the time span, RFC 3339; instead of period") @QueryValue @Nullable String from,
            @Parameter(description = "The end of the time span, RFC 3339 (default: now)") @QueryValue @Nullable String to) {
        return summaries.of(new RangeQuery(period, from, to));
    }
}
