package dev.tidemark.query.history;

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
import java.util.List;
import org.jspecify.annotations.Nullable;

@Controller("/api/monitoring/metrics")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "metrics")
final class MetricController {
    private final MetricHistories histories;

    MetricController(MetricHistories histories) {
        this.histories = histories;
    }

    @Get
    @Operation(
            summary = "Any metric over time; without a name, which metrics there are",
            description =
                    "At most 300 series and 60,000 points. 400 for a name that does not exist, with those that do."
                            + " 503 while PostgreSQL does not answer or is busy.")
    MetricHistory metrics(
            @Parameter(
                            description =
                                    "The type: api (from windows of requests), system, redis, postgres, cache or business;"
                                            + " default: all")
                    @QueryValue
                    @Nullable String type,
            @Parameter(description = "The name, such as request_latency_ms; up to 20, divided by commas")
                    @QueryValue
                    @Nullable String name,
            @Parameter(description = "The span that ends now: 5m, 15m, 1h (default), 24h or 7d") @QueryValue @Nullable String period,
            @Parameter(description = "The start of the span, RFC 3339; instead of period") @QueryValue @Nullable String from,
            @Parameter(description = "The end of the span, RFC 3339; default: now") @QueryValue @Nullable String to,
            @Parameter(
                            description =
                                    "The width of a step: 1m, 5m, 15m, 1h, 6h or 1d; default: as narrow as a chart can show."
                                            + " Steps begin at midnight UTC")
                    @QueryValue
                    @Nullable String interval,
            @Parameter(description = "Only what this service sent, or requests to it") @QueryValue @Nullable String service,
            @Parameter(description = "Only series with this label, as name=value; may be repeated")
                    @QueryValue
                    @Nullable List<String> label,
            @Parameter(description = "Also the same hours of the day or the week before: day or week")
                    @QueryValue
                    @Nullable String compare) {
        return histories.of(
                MetricQuery.of(type, name, service, label, interval),
                new RangeQuery(period, from, to),
                Comparison.of(compare));
    }
}
