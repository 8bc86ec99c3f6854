package dev.tidemark.query.breakdown;

import dev.tidemark.query.parameter.WholeNumber;
import dev.tidemark.query.range.RangeQuery;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Controller("/api/monitoring/api/breakdown")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "requests")
final class BreakdownController {
    private static final int USUAL = 50;
    private static final int MOST = 500;

    private final Breakdowns breakdowns;

    BreakdownController(Breakdowns breakdowns) {
        this.breakdowns = breakdowns;
    }

    @Get
    @Operation(
            summary = "Where the time of requests went: parts over time and by duration, and the calls",
            description = "503 while PostgreSQL does not answer or is busy.")
    Breakdown breakdown(
            @Parameter(description = "The span that ends now: 5m, 15m, 1h (default), 24h or 7d") @QueryValue @Nullable String period,
            @Parameter(description = "The start of the span, RFC 3339; instead of period") @QueryValue @Nullable String from,
            @Parameter(description = "The end of the span, RFC 3339; default: now") @QueryValue @Nullable String to,
            @Parameter(description = "Only requests to this service") @QueryValue @Nullable String service,
            @Parameter(description = "Only requests with this HTTP method") @QueryValue @Nullable String method,
            @Parameter(description = "Only requests to this route template") @QueryValue @Nullable String route,
            @Parameter(
                            description = "Maximum number of calls, and of those outside of requests, 1 to 500",
                            schema = @Schema(type = "integer", defaultValue = "50"))
                    @QueryValue
                    @Nullable String limit) {
        int most = WholeNumber.of("limit", limit, USUAL, 1, MOST);
        return breakdowns.of(new RangeQuery(period, from, to), new EndpointChoice(service, method, route), most);
    }
}
