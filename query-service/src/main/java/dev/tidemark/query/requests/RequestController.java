package dev.tidemark.query.requests;

import dev.tidemark.query.range.RangeQuery;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Controller("/api/monitoring/api")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "requests")
final class RequestController {
    private static final int MOST = 500;

    private final RequestReports reports;
    private final LatencyTimelines timelines;

    RequestController(RequestReports reports, LatencyTimelines timelines) {
        this.reports = reports;
        this.timelines = timelines;
    }

    @Get("/latency")
    @Operation(summary = "Percentiles over time", description = "503 while the database is away.")
    LatencyTimeline latency(
            @Parameter(description = "A named span up to now: 5m, 15m, 1h (if nothing is said), 24h or 7d")
                    @QueryValue
                    @Nullable String period,
            @Parameter(description = "The beginning of the span, RFC 3339; instead of a period") @QueryValue @Nullable String from,
            @Parameter(description = "The end of the span, RFC 3339; now if nothing is said") @QueryValue @Nullable String to,
            @Parameter(description = "Only requests to this service") @QueryValue @Nullable String service,
            @Parameter(description = "Only requests of this route template") @QueryValue @Nullable String route) {
        return timelines.of(new RangeQuery(period, from, to), new EndpointFilter(service, route));
    }

    @Get("/endpoints")
    @Operation(summary = "The requests of a span by endpoint", description = "503 while the database is away.")
    Endpoints endpoints(
            @Parameter(description = "A named span up to now: 5m, 15m, 1h (if nothing is said), 24h or 7d")
                    @QueryValue
                    @Nullable String period,
            @Parameter(description = "The beginning of the span, RFC 3339; instead of a period") @QueryValue @Nullable String from,
            @Parameter(description = "The end of the span, RFC 3339; now if nothing is said") @QueryValue @Nullable String to,
            @Parameter(description = "Only endpoints of this service") @QueryValue @Nullable String service,
            @Parameter(description = "time (if nothing is said), requests, errors, p50, p95 or p99; largest first")
                    @QueryValue
                    @Nullable String sort,
            @Parameter(description = "At most so many, 1 to 500") @QueryValue(defaultValue = "50") int limit) {
        EndpointOrder order = EndpointOrder.of(sort);
        if (limit < 1 || limit > MOST) {
            throw new HttpStatusException(
                    HttpStatus.BAD_REQUEST, "limit " + limit + ": expected a number from 1 to " + MOST);
        }
        RequestReport report = reports.of(new RangeQuery(period, from, to), new EndpointFilter(service, null));
        return new Endpoints(
                report.range().from(),
                report.range().to(),
                report.range().tier().label(),
                report.endpoints().size(),
                report.endpoints().stream()
                        .sorted(order.comparator())
                        .limit(limit)
                        .toList());
    }

    /**
     * The endpoints that were asked for.
     *
     * @param total how many there are, those beyond the limit included
     */
    @Serdeable
    record Endpoints(Instant from, Instant to, String tier, int total, List<EndpointStatistics> endpoints) {}
}
