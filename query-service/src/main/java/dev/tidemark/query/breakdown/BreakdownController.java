package dev.tidemark.query.breakdown;

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
            @RequestBean EndpointQuestion question,
            @Parameter(
                            description =
                                    "Only requests that took this long or longer, in milliseconds; widened to whole"
                                            + " octaves, as are the following. There are no calls then")
                    @QueryValue("min_ms")
                    @Nullable String minMs,
            @Parameter(description = "Only requests that took less than this") @QueryValue("max_ms") @Nullable String maxMs,
            @Parameter(
                            description = "Maximum number of calls, and of those outside of requests, 1 to 500",
                            schema = @Schema(type = "integer", defaultValue = "50"))
                    @QueryValue
                    @Nullable String limit) {
        int most = WholeNumber.of("limit", limit, USUAL, 1, MOST);
        return breakdowns.of(question, Durations.of(minMs, maxMs), most);
    }
}
