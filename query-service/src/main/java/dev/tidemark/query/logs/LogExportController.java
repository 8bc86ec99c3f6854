package dev.tidemark.query.logs;

import dev.tidemark.query.export.ExportFormat;
import dev.tidemark.query.export.Exports;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

@Controller(LogController.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "logs")
final class LogExportController {
    private final LogReports reports;
    private final Since since;
    private final Exports exports;

    LogExportController(LogReports reports, Since since, Exports exports) {
        this.reports = reports;
        this.since = since;
        this.exports = exports;
    }

    @Get("/logs/export")
    @Produces({ExportFormat.CSV_TYPE, ExportFormat.JSON_TYPE})
    @Operation(
            summary = "All stored log lines of a time span as a file, newest first",
            description = "Streamed, however long it is. Only texts of more than 1048576 characters are cut; such a"
                    + " line is marked truncated. In CSV, a text that a spreadsheet would treat as a formula gets a leading"
                    + " apostrophe. If the database fails meanwhile, the connection is closed before the answer is complete."
                    + " 503 while two other exports are running or the database does not answer.")
    @ApiResponse(
            responseCode = "200",
            description = "The lines",
            content = {
                @Content(mediaType = ExportFormat.CSV_TYPE, schema = @Schema(type = "string")),
                @Content(mediaType = ExportFormat.JSON_TYPE, schema = @Schema(implementation = StoredLine.class))
            })
    HttpResponse<InputStream> export(
            HttpRequest<?> request,
            @RequestBean LogQuery query,
            @Parameter(description = LogController.SINCE) @QueryValue("since") @Nullable String sinceText,
            @Parameter(description = LogController.UNTIL) @QueryValue @Nullable String until,
            @Parameter(description = "csv (default), or json for JSON lines") @QueryValue("format") @Nullable String formatText) {
        ExportFormat format = ExportFormat.of(formatText);
        LogFilter filter = query.filter();
        Since.Span span = since.of(sinceText, until);
        return exports.answer(request, "logs", format, () -> reports.export(filter, span));
    }
}
