package dev.tidemark.query.postgres;

import dev.tidemark.query.parameter.WholeNumber;
import dev.tidemark.query.range.Comparison;
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

@Controller("/api/monitoring/postgres")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "postgres")
final class PostgresController {
    private static final String PERIOD = "The span, which ends now: 5m, 15m, 1h (default), 24h or 7d";
    private static final String FROM = "The start of the span, RFC 3339; instead of period";
    private static final String TO = "The end of the span, RFC 3339; default: now";
    private static final String COMPARE = "Adds the same figures of the span a day or a week earlier: day or week";
    private static final String ALWAYS_200 =
            "Always 200, unless a parameter is wrong: what cannot be read is null, and unknown says why.";

    private static final int USUAL = 50;
    private static final int MOST = 500;

    private final ServerReports server;
    private final PostgresChecks checks;
    private final ConnectionReports connections;
    private final LockReports locks;
    private final TableReports tables;
    private final SlowQueryReports statements;

    PostgresController(
            ServerReports server,
            PostgresChecks checks,
            ConnectionReports connections,
            LockReports locks,
            TableReports tables,
            SlowQueryReports statements) {
        this.server = server;
        this.checks = checks;
        this.connections = connections;
        this.locks = locks;
        this.tables = tables;
        this.statements = statements;
    }

    @Get("/status")
    @Operation(
            summary = "Status of the monitored PostgreSQL, and what the whole server did",
            description = "Always 200; the field status says whether PostgreSQL answered.")
    ServerStatus status(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to,
            @Parameter(description = COMPARE) @QueryValue @Nullable String compare) {
        return server.of(new RangeQuery(period, from, to), Comparison.of(compare));
    }

    @Get("/checks")
    @Operation(
            summary = "What is wrong with the monitored PostgreSQL, with thresholds and the SQL that helps",
            description = ALWAYS_200)
    Checklist checks(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to) {
        return checks.of(new RangeQuery(period, from, to));
    }

    @Get("/connections")
    @Operation(summary = "Sessions by state, wait event and application, with history", description = ALWAYS_200)
    Connections connections(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to,
            @Parameter(description = COMPARE) @QueryValue @Nullable String compare) {
        return connections.of(new RangeQuery(period, from, to), Comparison.of(compare));
    }

    @Get("/locks")
    @Operation(summary = "Who waits for whom, and how many sessions were blocked", description = ALWAYS_200)
    Locks locks(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to,
            @Parameter(description = COMPARE) @QueryValue @Nullable String compare) {
        return locks.of(new RangeQuery(period, from, to), Comparison.of(compare));
    }

    @Get("/tables")
    @Operation(
            summary = "The largest tables: sizes, rows, dead rows, vacuum and analyze, scans",
            description = ALWAYS_200)
    Tables tables(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to,
            @Parameter(description = COMPARE) @QueryValue @Nullable String compare) {
        return tables.tables(new RangeQuery(period, from, to), Comparison.of(compare));
    }

    @Get("/indexes")
    @Operation(
            summary = "The largest indexes: sizes, scans, and which are unused, duplicate or not valid",
            description = ALWAYS_200)
    Indexes indexes(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to,
            @Parameter(description = COMPARE) @QueryValue @Nullable String compare) {
        return tables.indexes(new RangeQuery(period, from, to), Comparison.of(compare));
    }

    @Get("/slow_queries")
    @Operation(
            summary = "Statements over a span: calls, mean, rows, share of time, and the endpoints that call them",
            description = ALWAYS_200)
    SlowStatements slowQueries(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to,
            @Parameter(description = COMPARE) @QueryValue @Nullable String compare,
            @Parameter(description = "Only statements that this service calls") @QueryValue @Nullable String service,
            @Parameter(description = "Only this statement, with its history") @QueryValue @Nullable String queryid,
            @Parameter(
                            description = "Maximum number of statements, 1 to 500",
                            schema = @Schema(type = "integer", defaultValue = "50"))
                    @QueryValue
                    @Nullable String limit) {
        int most = WholeNumber.of("limit", limit, USUAL, 1, MOST);
        return statements.of(
                new RangeQuery(period, from, to),
                new SlowQueryReports.Choice(service, queryid, most),
                Comparison.of(compare));
    }
}
