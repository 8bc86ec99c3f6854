package dev.tidemark.query.export;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

@Controller("/api/monitoring/export")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "export")
final class ExportController {
    private static final String DEFAULT = "metrics";

    private final Exports exports;

    ExportController(Exports exports) {
        this.exports = exports;
    }

    @Get
    @Produces({ExportFormat.CSV_TYPE, ExportFormat.JSON_TYPE})
    @Operation(
            summary = "A table or series of a time span as a file",
            description =
                    "Streamed. In CSV, a text that a spreadsheet would treat as a formula gets a leading apostrophe; a"
                            + " field that is unknown is empty. If the database fails meanwhile, the connection is closed before the answer"
                            + " is complete. 400 for a table that does not exist, with those that do. 503 while two other exports are"
                            + " running or the database does not answer.")
    @ApiResponse(
            responseCode = "200",
            description = "The rows",
            content = {
                @Content(mediaType = ExportFormat.CSV_TYPE, schema = @Schema(type = "string")),
                @Content(mediaType = ExportFormat.JSON_TYPE, schema = @Schema(type = "object"))
            })
    HttpResponse<InputStream> export(HttpRequest<?> request, @RequestBean ExportParameters parameters) {
        ExportFormat format = ExportFormat.of(parameters.format());
        ExportSource source = exports.of(Objects.requireNonNullElse(parameters.table(), DEFAULT));
        ExportQuery query = parameters.query(source);
        return exports.answer(request, source.table(), format, () -> source.read(query));
    }

    @Get("/tables")
    @Operation(summary = "What can be downloaded")
    Tables tables() {
        return new Tables(exports.all().stream()
                .map(source -> new Table(
                        source.table(),
                        source.description(),
                        source.filters().stream().sorted().toList()))
                .toList());
    }

    /** What can be downloaded, sorted by name. */
    @Serdeable
    record Tables(List<Table> tables) {}

    /**
     * A table.
     *
     * @param table its name
     * @param description what a row is
     * @param filters the parameters that it understands, beside the span and the service
     */
    @Serdeable
    record Table(String table, String description, List<String> filters) {}
}
