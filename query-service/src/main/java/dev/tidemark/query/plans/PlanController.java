package dev.tidemark.query.plans;

import dev.tidemark.query.parameter.InvalidParameterException;
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

@Controller("/api/monitoring/postgres/plans")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "postgres")
final class PlanController {
    private final PlanReports reports;

    PlanController(PlanReports reports) {
        this.reports = reports;
    }

    @Get
    @Operation(
            summary = "Plans of statements, when they changed, and the indexes they ask for",
            description = "503 while Tidemark's PostgreSQL does not answer or is busy.")
    PlanHistory plans(
            @Parameter(description = "Only this statement: its queryid in pg_stat_statements") @QueryValue @Nullable String queryid,
            @Parameter(description = "The span that ends now: 5m, 15m, 1h (default), 24h or 7d") @QueryValue @Nullable String period,
            @Parameter(description = "The start of the span, RFC 3339; instead of period") @QueryValue @Nullable String from,
            @Parameter(description = "The end of the span, RFC 3339; default: now") @QueryValue @Nullable String to) {
        return reports.of(new RangeQuery(period, from, to), id(queryid));
    }

    private static @Nullable String id(@Nullable String queryid) {
        if (queryid == null || queryid.isEmpty()) {
            return null;
        }
        try {
            return Long.toString(Long.parseLong(queryid));
        } catch (NumberFormatException e) {
            throw new InvalidParameterException(
                    "queryid", queryid, "a whole number of 64 bits, as in pg_stat_statements");
        }
    }
}
