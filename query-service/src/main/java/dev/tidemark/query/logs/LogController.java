package dev.tidemark.query.logs;

import dev.tidemark.query.parameter.WholeNumber;
import io.micronaut.http.HttpRequest;
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

@Controller(LogController.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "logs")
final class LogController {
    static final String PATH = "/api/monitoring";
    static final String SINCE =
            "Only lines since then: a duration back from now, such as 15m, 1h (default), 24h or 7d, or an RFC 3339 time."
                    + " Lines that were logged earlier but arrived since then are included";
    static final String UNTIL = "Only lines before this RFC 3339 time";

    private static final int USUAL = 200;
    private static final int MOST = 1000;

    private final LogReports reports;
    private final Since since;
    private final AnswerPermits permits;

    LogController(LogReports reports, Since since, AnswerPermits permits) {
        this.reports = reports;
        this.since = since;
        this.permits = permits;
    }

    @Get("/logs")
    @Operation(
            summary = "Stored log lines, newest first",
            description =
                    "An answer has at most limit lines and 1 MiB. If there are more lines, truncated is true and next is"
                            + " the cursor to continue with. Long texts of a line are cut (message: 4096 characters, stack"
                            + " trace: 16384, all fields: 4096, other texts: 512); such a line is marked truncated, and its link leads to"
                            + " the complete line. 503 while the database does not answer.")
    StoredLines logs(
            HttpRequest<?> request,
            @RequestBean LogQuery query,
            @Parameter(description = SINCE) @QueryValue("since") @Nullable String sinceText,
            @Parameter(description = UNTIL) @QueryValue @Nullable String until,
            @Parameter(description = "Continue after this line: the value of next in the previous answer")
                    @QueryValue
                    @Nullable String cursor,
            @Parameter(
                            description = "The maximum number of lines, 1 to 1000",
                            schema = @Schema(type = "integer", defaultValue = "200"))
                    @QueryValue
                    @Nullable String limit) {
        int most = WholeNumber.of("limit", limit, USUAL, 1, MOST);
        LogFilter filter = query.filter();
        Since.Span span = since.of(sinceText, until);
        LogCursor from = LogCursor.parse(cursor);
        permits.list(request);
        return reports.list(filter, span, from, most);
    }

    @Get("/logs/line")
    @Operation(
            summary = "One complete stored log line",
            description = "The link of a truncated line leads here. Only texts of more than 1048576 characters are cut."
                    + " 404 if the line is not stored.")
    StoredLine line(
            HttpRequest<?> request,
            @Parameter(description = "The ts of the line") @QueryValue String ts,
            @Parameter(description = "The position of the line, partition:offset") @QueryValue String position) {
        LogCursor wanted = LogCursor.of(ts, position);
        permits.line(request);
        return reports.line(wanted);
    }
}
