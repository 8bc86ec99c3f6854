package dev.tidemark.query.redis;

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

@Controller("/api/monitoring/redis")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "redis")
final class RedisController {
    private static final String UNAVAILABLE = "503 while PostgreSQL does not answer or is busy.";
    private static final String PERIOD = "The span that ends now: 5m, 15m, 1h (default), 24h or 7d";
    private static final String FROM = "The start of the span, RFC 3339; instead of period";
    private static final String TO = "The end of the span, RFC 3339; default: now";
    private static final String COMPARE = "Also the same span earlier: day or week";

    private final RedisHistories histories;
    private final RedisKeyReports keys;
    private final RedisSlowlogs slowlogs;

    RedisController(RedisHistories histories, RedisKeyReports keys, RedisSlowlogs slowlogs) {
        this.histories = histories;
        this.keys = keys;
        this.slowlogs = slowlogs;
    }

    @Get("/status")
    @Operation(
            summary = "Status of the monitored Redis",
            description =
                    "Always 200 without compare; the field connected says whether Redis answered. Gauges are those of now.")
    RedisStatus status(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to,
            @Parameter(description = COMPARE) @QueryValue @Nullable String compare) {
        return histories.status(new RangeQuery(period, from, to), Comparison.of(compare));
    }

    @Get("/keys")
    @Operation(
            summary = "Keys by prefix: number, memory, times to live; the biggest keys",
            description = "What the collector's last pass of the span found. " + UNAVAILABLE)
    RedisKeys keys(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to,
            @Parameter(description = COMPARE) @QueryValue @Nullable String compare) {
        return keys.of(new RangeQuery(period, from, to), Comparison.of(compare));
    }

    @Get("/stats")
    @Operation(
            summary = "Redis over a span: hit rate, memory, commands; lookups by prefix and by endpoint",
            description = UNAVAILABLE)
    RedisStats stats(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to,
            @Parameter(description = "Prefixes and endpoints: only calls of this service") @QueryValue @Nullable String service,
            @Parameter(description = COMPARE) @QueryValue @Nullable String compare) {
        return histories.of(new RangeQuery(period, from, to), service, Comparison.of(compare));
    }

    @Get("/slowlog")
    @Operation(
            summary = "Slow commands of a span, without values",
            description = "Always 200; entries is null if Redis's slow log cannot be read.")
    RedisSlowlog slowlog(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to,
            @Parameter(description = COMPARE) @QueryValue @Nullable String compare) {
        return slowlogs.of(new RangeQuery(period, from, to), Comparison.of(compare));
    }
}
