package dev.tidemark.query.logs;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Serves one stream to all tabs of a browser. */
@Controller("/api/monitoring")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "logs")
final class SharedStreamController {
    private static final int MOST = 16;
    private static final Set<String> NAMES = Set.of("level", "service", "search", "trace_id", "tail", "last_event_id");

    private final LogStreams streams;
    private final SharedStream shared = new SharedStream();

    SharedStreamController(LogStreams streams) {
        this.streams = streams;
    }

    @Get("/logs/streams")
    @Produces(MediaType.TEXT_EVENT_STREAM)
    @Operation(
            summary = "Log lines, live, for several filters over one connection",
            description =
                    "Server-sent events, as in `logs/stream`. Streams are numbered from 0 in the order of the query."
                            + " `event: 0` is a line of the first, `0.status` its status, `0.skipped` the lines that its client missed,"
                            + " `0.ping` its position while there are no lines. An event's id is the position of its own stream: pass it"
                            + " as that stream's last_event_id to resume. 503 while too many streams are open.")
    HttpResponse<Publisher<Event<String>>> streams(
            @Parameter(
                            description = "One stream: the encoded query string of `logs/stream`, such as"
                                    + " level%3DWARN%26tail%3D200. Can be given 1 to 16 times",
                            explode = Explode.TRUE)
                    @QueryValue
                    List<String> stream) {
        if (stream.size() > MOST) {
            throw bad(stream.size() + " streams: expected 1 to " + MOST);
        }
        List<Publisher<Event<String>>> opened = stream.stream().map(this::open).toList();
        return HttpResponse.<Publisher<Event<String>>>ok(shared.of(opened))
                .header("X-Accel-Buffering", "no")
                // Compression would delay lines.
                .header("Content-Encoding", "identity");
    }

    /** The number of open connections. */
    int connections() {
        return shared.connections();
    }

    private Publisher<Event<String>> open(String query) {
        Map<String, List<String>> values = new QueryStringDecoder(query, StandardCharsets.UTF_8, false).parameters();
        for (String name : values.keySet()) {
            if (!NAMES.contains(name)) {
                throw bad("stream \"" + name + "\": expected level, service, search, trace_id, tail or last_event_id");
            }
        }
        LogQuery filter = new LogQuery(
                value(values, "level"), value(values, "service"), value(values, "search"), value(values, "trace_id"));
        return streams.open(filter.filter(), value(values, "last_event_id"), tail(value(values, "tail")));
    }

    private static @Nullable String value(Map<String, List<String>> values, String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.getFirst();
    }

    private static int tail(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return 0;
        }
        try {
            int tail = Integer.parseInt(text);
            if (tail >= 0 && tail <= LogStreams.MAX_TAIL) {
                return tail;
            }
        } catch (NumberFormatException e) {
            // Rejected below, with the expected form.
        }
        throw bad("tail " + text + ": expected a number from 0 to " + LogStreams.MAX_TAIL);
    }

    private static HttpStatusException bad(String why) {
        return new HttpStatusException(HttpStatus.BAD_REQUEST, why);
    }
}
