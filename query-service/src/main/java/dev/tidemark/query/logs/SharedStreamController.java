package dev.tidemark.query.logs;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.reactivestreams.Publisher;

/** The stream that all tabs of a browser share. */
@Controller(LogController.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "logs")
final class SharedStreamController {
    private final LogStreams streams;
    private final SharedStream shared;

    SharedStreamController(LogStreams streams, SharedStream shared) {
        this.streams = streams;
        this.shared = shared;
    }

    @Get("/logs/streams")
    @Produces(MediaType.TEXT_EVENT_STREAM)
    @Operation(
            summary = "Log lines as they are written, for several filters over one connection",
            description =
                    "Server-sent events, as of `logs/stream`. Streams are numbered from 0 in the order of the query."
                            + " `event: 0` is a line of the first, `0.status` its status, `0.skipped` what its reader did not get,"
                            + " `0.ping` its position while there are no lines. An event's id is the position of its own stream: pass it"
                            + " as that stream's last_event_id to resume. 503 when too many streams are open.")
    HttpResponse<Publisher<Event<String>>> streams(
            @Parameter(
                            description = "One stream: the query string of `logs/stream`, encoded, such as"
                                    + " level%3DWARN%26tail%3D200. 1 to 16 times",
                            explode = Explode.TRUE)
                    @QueryValue
                    List<String> stream) {
        List<Publisher<Event<String>>> opened =
                StreamQuery.parse(stream).stream().map(streams::open).toList();
        return HttpResponse.<Publisher<Event<String>>>ok(shared.of(opened))
                .header("X-Accel-Buffering", "no")
                // Compression would hold lines back.
                .header("Content-Encoding", "identity");
    }

    /** How many connections are open. */
    int connections() {
        return shared.connections();
    }
}
