package dev.tidemark.query.logs;

import dev.tidemark.query.parameter.Limit;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Controller(LogController.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "logs")
final class LogController {
    static final String PATH = "/api/monitoring";
    static final String SINCE = "How far back: a duration such as 15m, 1h (default), 24h or 7d, or a time in RFC 3339";
    static final String UNTIL = "Only lines before this time, RFC 3339";

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
            summary = "Stored log lines, the newest first",
            description =
                    "The answer ends at limit lines or at 1 MiB, whichever comes first; truncated says that there are"
                            + " more, and next where to continue. Long texts of a line are cut (message: 4096 characters, stack"
                            + " trace: 16384, all fields: 4096, other texts: 512): the line is then marked truncated, and link leads to"
                            + " the whole line. 503 while the database does not answer.")
    StoredLines logs(
            HttpRequest<?> request,
            @RequestBean LogQuery query,
            @Parameter(description = SINCE) @QueryValue("since") @Nullable String sinceText,
            @Parameter(description = UNTIL) @QueryValue @Nullable String until,
            @Parameter(description = "Continue behind this line: the next of the answer before") @QueryValue @Nullable String cursor,
            @Parameter(description = "At most this many lines, 1 to 1000") @QueryValue(defaultValue = "200")
                    int limit) {
        int most = Limit.of(limit, MOST);
        LogFilter filter = query.filter();
        Since.Span span = since.of(sinceText, until);
        LogCursor from = LogCursor.parse(cursor);
        permits.list(request);
        return reports.list(filter, span, from, most);
    }

    @Get("/logs/line")
    @Operation(
            summary = "One stored log line as a whole",
            description =
                    "The link of a truncated line leads here. Only texts of more than 1048576 characters are still cut."
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
