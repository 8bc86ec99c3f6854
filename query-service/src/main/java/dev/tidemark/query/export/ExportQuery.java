package dev.tidemark.query.export;

import dev.tidemark.query.range.RangeQuery;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a download is to contain.
 *
 * @param range the span, not validated yet
 * @param service only what is of this service; null means all
 * @param filters the values of the filters that the table {@linkplain ExportSource#filters() understands} and that were sent
 */
public record ExportQuery(RangeQuery range, @Nullable String service, Map<String, String> filters) {
    public ExportQuery {
        filters = Map.copyOf(filters);
    }

    /** The value of a filter; null if it was not sent. */
    public @Nullable String filter(String name) {
        return filters.get(name);
    }
}
