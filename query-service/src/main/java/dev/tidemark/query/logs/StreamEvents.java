package dev.tidemark.query.logs;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tidemark.wire.codec.Timestamps;
import io.micronaut.http.sse.Event;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the events of a stream. The id of each event is the position from which its reader can resume. */
final class StreamEvents {
    private static final JsonStringEncoder JSON = JsonStringEncoder.getInstance();

    private final Duration retry;
    private final Supplier<TailStatus> status;

    StreamEvents(Duration retry, Supplier<TailStatus> status) {
        this.retry = retry;
        this.status = status;
    }

    Event<String> line(String json, LogPosition position) {
        return Event.of(json).id(position.toString());
    }

    /** {@code event: status}: whether the topic is being read. */
    Event<String> status(LogPosition position) {
        TailStatus now = status.get();
        String detail =
                now.detail() == null ? "" : ",\"detail\":\"" + new String(JSON.quoteAsString(now.detail())) + "\"";
        return withId(
                Event.of("{\"connected\":" + now.connected() + detail + "}")
                        .name("status")
                        .retry(retry),
                position);
    }

    /** {@code event: skipped}: how many lines were skipped, whether they match the filter or not, and the times of their neighbours. */
    Event<String> skipped(long count, @Nullable SentLine before, @Nullable SentLine after, LogPosition position) {
        return withId(
                Event.of("{\"count\":" + count + time("after", before) + time("before", after) + "}")
                        .name("skipped"),
                position);
    }

    /** A comment, which browsers ignore. Its id advances the position past lines that do not match the filter. */
    Event<String> ping(LogPosition position) {
        return withId(Event.of("").comment("ping"), position);
    }

    private static Event<String> withId(Event<String> event, LogPosition position) {
        return position.partitions().isEmpty() ? event : event.id(position.toString());
    }

    private static String time(String name, @Nullable SentLine line) {
        return line == null ? "" : ",\"" + name + "\":\"" + Timestamps.format(line.micros()) + "\"";
    }
}
