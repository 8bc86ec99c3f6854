package dev.tidemark.query.requests;

import dev.tidemark.query.parameter.WholeNumber;
import dev.tidemark.query.range.RangeQuery;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Controller("/api/monitoring/api")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "requests")
final class RequestController {
    private static final int USUAL = 50;
    private static final int MOST = 500;

    private final RequestReports reports;
    private final LatencyTimelines timelines;

    RequestController(RequestReports reports, LatencyTimelines timelines) {
        this.reports = reports;
        this.timelines = timelines;
    }

    @Get("/latency")
    @Operation(
            summary = "Latency percentiles over time",
            description = "503 while PostgreSQL does not answer or is busy.")
    LatencyTimeline latency(
            @Parameter(description = "The span that ends now: 5m, 15m, 1h (default), 24h or 7d") @QueryValue @Nullable String period,
            @Parameter(description = "The start of the span, RFC 3339; instead of period") @QueryValue @Nullable String from,
            @Parameter(description = "The end of the span, RFC 3339; default: now") @QueryValue @Nullable String to,
            @Parameter(description = "Only requests to this service") @QueryValue @Nullable String service,
            @Parameter(description = "Only requests to this route template") @QueryValue @Nullable String route) {
        return timelines.of(new RangeQuery(period, from, to), new EndpointFilter(service, route));
    }

    @Get("/endpoints")
    @Operation(summary = "Requests by endpoint", description = "503 while PostgreSQL does not answer or is busy.")
    Endpoints endpoints(
            @Parameter(description = "The span that ends now: 5m, 15m, 1h (default), 24h or 7d") @QueryValue @Nullable String period,
            @Parameter(description = "The start of the span, RFC 3339; instead of period") @QueryValue @Nullable String from,
            @Parameter(description = "The end of the span, RFC 3339; default: now") @QueryValue @Nullable String to,
            @Parameter(description = "Only endpoints of this service") @QueryValue @Nullable String service,
            @Parameter(
                            description =
                                    "Column to sort by, largest first: time (default), requests, errors, p50, p95 or p99")
                    @QueryValue
                    @Nullable String sort,
            @Parameter(
                            description = "Maximum number of endpoints, 1 to 500",
                            schema = @Schema(type = "integer", defaultValue = "50"))
                    @QueryValue
                    @Nullable String limit) {
        EndpointOrder order = EndpointOrder.of(sort);
        int most = WholeNumber.of("limit", limit, USUAL, 1, MOST);
        RequestReport report = reports.of(new RangeQuery(period, from, to), new EndpointFilter(service, null));
        return new Endpoints(
                report.range().from(),
                report.range().to(),
                report.range().tier().label(),
                report.endpoints().size(),
                report.all().skippedWindows(),
                report.endpoints().stream()
                        .sorted(order.comparator())
                        .limit(most)
                        .toList());
    }

    /**
     * The endpoints that were asked for.
     *
     * @param total how many there are, those beyond the limit included
     * @param skippedWindows windows of one endpoint that are not included, because what is stored of them is contradictory
     */
    @Serdeable
    record Endpoints(
            Instant from,
            Instant to,
            String tier,
            int total,
            long skippedWindows,
            List<EndpointStatistics> endpoints) {}
}
