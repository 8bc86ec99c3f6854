package dev.tidemark.query.logs;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

@Controller(LogController.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "logs")
final class LogStreamController {
    private final LogStreams streams;

    LogStreamController(LogStreams streams) {
        this.streams = streams;
    }

    @Get(uris = {"/logs/stream", "/advanced/logs/stream"})
    @Produces(MediaType.TEXT_EVENT_STREAM)
    @Operation(
            summary = "Log lines as they are written",
            description =
                    "Server-sent events. A message is a log line as JSON; its id is the position in the logs topic."
                            + " Long texts of a line are cut as in the list of stored lines: the line is then marked truncated,"
                            + " and link leads to the whole line. A reader that comes back with Last-Event-ID misses nothing."
                            + " `event: status` says whether lines arrive, `event: skipped` how many lines a slow reader"
                            + " missed. 503 while too many streams are open.")
    HttpResponse<Publisher<Event<String>>> stream(
            @RequestBean LogQuery query,
            @Parameter(
                            description = "Begin with this many of the newest lines, 0 to 1000",
                            schema = @Schema(type = "integer", defaultValue = "0"))
                    @QueryValue
                    @Nullable String tail,
            @Header("Last-Event-ID") @Nullable String lastEventId,
            @Parameter(description = "The same as the header Last-Event-ID, which takes precedence")
                    @QueryValue("last_event_id")
                    @Nullable String lastEventIdParameter) {
        String from = lastEventId == null ? lastEventIdParameter : lastEventId;
        return HttpResponse.ok(streams.open(StreamQuery.of(query.filter(), from, tail)))
                .header("X-Accel-Buffering", "no")
                // Compression would hold lines back.
                .header("Content-Encoding", "identity");
    }
}
