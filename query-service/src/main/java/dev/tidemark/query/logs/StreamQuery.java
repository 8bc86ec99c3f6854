package dev.tidemark.query.logs;

import dev.tidemark.query.parameter.InvalidParameterException;
import dev.tidemark.query.parameter.WholeNumber;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a reader of the live stream asks for.
 *
 * @param filter the lines it wants
 * @param lastEventId the position up to which it knows everything; null if it knows nothing
 * @param tail how many of the newest lines a reader that knows nothing begins with
 */
record StreamQuery(LogFilter filter, @Nullable String lastEventId, int tail) {
    private static final int MAX_TAIL = 1000;
    private static final int MAX_SHARED = 16;
    private static final Set<String> NAMES = Set.of("level", "service", "search", "trace_id", "tail", "last_event_id");

    /**
     * A question for a stream.
     *
     * @param tail the number as the reader wrote it; null for none
     * @throws InvalidParameterException if {@code tail} is not from 0 to 1000
     */
    static StreamQuery of(LogFilter filter, @Nullable String lastEventId, @Nullable String tail) {
        return new StreamQuery(filter, lastEventId, WholeNumber.of("tail", tail, 0, 0, MAX_TAIL));
    }

    /**
     * The questions of a connection that several streams share, each written as a query string.
     *
     * @throws InvalidParameterException if there are too many, or one has a parameter that cannot be used
     */
    static List<StreamQuery> parse(List<String> queries) {
        if (queries.size() > MAX_SHARED) {
            throw new InvalidParameterException(queries.size() + " streams: expected 1 to " + MAX_SHARED);
        }
        return queries.stream().map(StreamQuery::parse).toList();
    }

    private static StreamQuery parse(String query) {
        Map<String, List<String>> values = new QueryStringDecoder(query, StandardCharsets.UTF_8, false).parameters();
        for (String name : values.keySet()) {
            if (!NAMES.contains(name)) {
                throw new InvalidParameterException(
                        "stream", name, "level, service, search, trace_id, tail or last_event_id");
            }
        }
        return of(
                LogFilter.of(
                        value(values, "level"),
                        value(values, "service"),
                        value(values, "search"),
                        value(values, "trace_id")),
                value(values, "last_event_id"),
                value(values, "tail"));
    }

    private static @Nullable String value(Map<String, List<String>> values, String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.getFirst();
    }
}
