package dev.tidemark.query.requests;

import dev.tidemark.query.endpoint.EndpointQuestion;
import dev.tidemark.query.parameter.WholeNumber;
import dev.tidemark.query.range.Comparison;
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

@Controller("/api/monitoring/api")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "requests")
final class RequestController {
    private static final int USUAL = 50;
    private static final int MOST = 500;

    private final RequestReports reports;
    private final LatencyTimelines timelines;
    private final Heatmaps heatmaps;
    private final EndpointLosses losses;

    RequestController(RequestReports reports, LatencyTimelines timelines, Heatmaps heatmaps, EndpointLosses losses) {
        this.reports = reports;
        this.timelines = timelines;
        this.heatmaps = heatmaps;
        this.losses = losses;
    }

    @Get("/latency")
    @Operation(
            summary = "Latency percentiles over time",
            description = "503 while PostgreSQL does not answer or is busy.")
    LatencyTimeline latency(@RequestBean EndpointQuestion question) {
        return timelines.of(question);
    }

    @Get("/heatmap")
    @Operation(
            summary = "The number of requests by time and by octave of their duration",
            description = "503 while PostgreSQL does not answer or is busy.")
    Heatmap heatmap(@RequestBean EndpointQuestion question) {
        return heatmaps.of(question);
    }

    @Get("/endpoints")
    @Operation(summary = "Requests by endpoint", description = "503 while PostgreSQL does not answer or is busy.")
    Endpoints endpoints(
            @RequestBean EndpointQuestion question,
            @Parameter(
                            description =
                                    "Column to sort by, largest first: time (default), requests, errors, p50, p95, p99 or lost")
                    @QueryValue
                    @Nullable String sort,
            @Parameter(
                            description = "Maximum number of endpoints, 1 to 500",
                            schema = @Schema(type = "integer", defaultValue = "50"))
                    @QueryValue
                    @Nullable String limit) {
        EndpointOrder order = EndpointOrder.of(sort);
        int most = WholeNumber.of("limit", limit, USUAL, 1, MOST);
        Comparison comparison = question.comparison();
        RequestReport earlier = comparison == null ? null : reports.of(question.range(), comparison, question.choice());
        RequestReport report = reports.of(question.range(), question.choice());
        Endpoints own = Endpoints.of(losses.of(report, question.range(), earlier), order, most, null);
        return earlier == null ? own : own.comparedWith(Endpoints.of(earlier, order, most, own));
    }
}
