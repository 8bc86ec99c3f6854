package dev.tidemark.query.incident;

import dev.tidemark.query.export.Exports;
import dev.tidemark.query.incident.IncidentReports.Question;
import dev.tidemark.query.parameter.InvalidParameterException;
import dev.tidemark.query.parameter.WholeNumber;
import dev.tidemark.query.range.RangeQuery;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

@Controller("/api/monitoring/incidents")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "diagnosis")
final class IncidentController {
    private static final String HTML = "text/html;charset=UTF-8";
    private static final Pattern ID = Pattern.compile("\\d{1,18}");
    private static final int USUAL = 50;
    private static final int MOST = 200;

    private final IncidentReports reports;
    private final EvidenceBundles evidence;
    private final EvidencePage page;
    private final Exports exports;

    IncidentController(IncidentReports reports, EvidenceBundles evidence, EvidencePage page, Exports exports) {
        this.reports = reports;
        this.evidence = evidence;
        this.page = page;
        this.exports = exports;
    }

    @Get
    @Operation(
            summary = "What was not as usual in a span, the newest incident first, with deploys and restarts",
            description = "Incidents that touch the span. If there are more than limit, next is the value of before to"
                    + " continue with. 503 while PostgreSQL does not answer or is busy.")
    IncidentList incidents(
            @Parameter(description = "The span that ends now: 5m, 15m, 1h (default), 24h or 7d") @QueryValue @Nullable String period,
            @Parameter(description = "The start of the span, RFC 3339; instead of period") @QueryValue @Nullable String from,
            @Parameter(description = "The end of the span, RFC 3339; default: now") @QueryValue @Nullable String to,
            @Parameter(description = "Only incidents of this service") @QueryValue @Nullable String service,
            @Parameter(description = "Continue behind this incident: the value of next in the previous answer")
                    @QueryValue
                    @Nullable String before,
            @Parameter(
                            description = "Maximum number of incidents, 1 to 200",
                            schema = @Schema(type = "integer", defaultValue = "50"))
                    @QueryValue
                    @Nullable String limit) {
        return reports.of(new Question(
                new RangeQuery(period, from, to),
                service,
                IncidentCursor.parse(before),
                WholeNumber.of("limit", limit, USUAL, 1, MOST)));
    }

    @Get("/{id}")
    @Operation(
            summary = "One incident with its diagnosis",
            description = "404 if it is not stored. 503 while PostgreSQL does not answer.")
    IncidentDetail incident(@PathVariable String id) {
        return reports.one(number(id));
    }

    @Get("/{id}/evidence")
    @Produces({MediaType.APPLICATION_JSON, HTML})
    @Operation(
            summary = "Everything about one incident as a file",
            description =
                    "The diagnosis, windows of 10 s from 15 min before to 5 min after, calls, statements, errors, single"
                            + " requests and log lines of its span. Each table says how many rows were left out. 404 if it is not"
                            + " stored. 503 while two other downloads are running or PostgreSQL does not answer.")
    @ApiResponse(
            responseCode = "200",
            description = "The bundle",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = "object")),
                @Content(mediaType = HTML, schema = @Schema(type = "string"))
            })
    HttpResponse<byte[]> evidence(
            HttpRequest<?> request,
            @PathVariable String id,
            @Parameter(description = "json (default), or html for a page") @QueryValue @Nullable String format) {
        String kind = format == null || format.isBlank() ? "json" : format;
        if (!kind.equals("json") && !kind.equals("html")) {
            throw new InvalidParameterException("format", kind, "json or html");
        }
        long number = number(id);
        exports.enter(request);
        EvidenceBundles.Bundle bundle = evidence.of(number);
        boolean isPage = kind.equals("html");
        return HttpResponse.ok(isPage ? page.of(bundle).getBytes(StandardCharsets.UTF_8) : evidence.json(bundle))
                .contentType(isPage ? HTML : MediaType.APPLICATION_JSON)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"tidemark-incident-" + number + "." + kind + "\"");
    }

    private static long number(String id) {
        if (!ID.matcher(id).matches()) {
            throw new InvalidParameterException("id", id, "a whole number");
        }
        return Long.parseLong(id);
    }
}
