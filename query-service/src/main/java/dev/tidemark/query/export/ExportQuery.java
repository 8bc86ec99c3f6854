package dev.tidemark.query.export;

import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.range.RangeQuery;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a download is to contain.
 *
 * @param range the span, not validated yet
 * @param service only what is of this service; null means all
 * @param labels the values of the repeated filter {@code label}, as name=value
 * @param filters the values of the other filters that the table {@linkplain ExportSource#filters() understands} and that were sent
 */
public record ExportQuery(
        RangeQuery range, @Nullable String service, List<String> labels, Map<String, String> filters) {
    public ExportQuery {
        labels = List.copyOf(labels);
        filters = Map.copyOf(filters);
    }

    /** The endpoints that {@code service} and the filters {@code method} and {@code route} choose. */
    public EndpointChoice endpoints() {
        return new EndpointChoice(service, filter("method"), filter("route"));
    }

    /** The value of a filter; null if it was not sent. */
    public @Nullable String filter(String name) {
        return filters.get(name);
    }
}
