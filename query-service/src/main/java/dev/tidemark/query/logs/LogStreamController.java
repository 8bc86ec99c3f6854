package dev.tidemark.query.logs;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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
            summary = "Log lines, live",
            description =
                    "Server-sent events. A message is a log line as JSON; its id is the position in the logs topic."
                            + " Long texts of a line are cut as in the list of stored lines; such a line is marked truncated,"
                            + " and its link leads to the complete line. A client that reconnects with Last-Event-ID misses nothing."
                            + " `event: status` tells whether the topic is being read, `event: skipped` how many lines a slow client"
                            + " missed. 503 while too many streams are open.")
    HttpResponse<Publisher<Event<String>>> stream(
            @RequestBean LogQuery query,
            @Parameter(description = "How many of the newest lines to send first, 0 to 1000")
                    @QueryValue(defaultValue = "0")
                    int tail,
            @Header("Last-Event-ID") @Nullable String lastEventId,
            @Parameter(description = "Used if there is no Last-Event-ID header") @QueryValue("last_event_id") @Nullable String lastEventIdParameter) {
        if (tail < 0 || tail > LogStreams.MAX_TAIL) {
            throw new HttpStatusException(
                    HttpStatus.BAD_REQUEST, "tail " + tail + ": expected a number from 0 to " + LogStreams.MAX_TAIL);
        }
        LogFilter filter = query.filter();
        return HttpResponse.ok(streams.open(filter, lastEventId == null ? lastEventIdParameter : lastEventId, tail))
                .header("X-Accel-Buffering", "no")
                // Compression would delay lines.
                .header("Content-Encoding", "identity");
    }
}
