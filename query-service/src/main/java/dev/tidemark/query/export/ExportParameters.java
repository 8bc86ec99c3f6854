package dev.tidemark.query.export;

import dev.tidemark.query.parameter.InvalidParameterException;
import dev.tidemark.query.range.RangeQuery;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The unparsed request parameters of a download. */
@Introspected
record ExportParameters(
        @Parameter(
                description = "What to download; /api/monitoring/export/tables lists what there is. Default: metrics")
        @QueryValue
        @Nullable String table,

        @Parameter(description = "csv (default), or json for JSON lines") @QueryValue @Nullable String format,

        @Parameter(description = "The span that ends now: 5m, 15m, 1h (default), 24h or 7d") @QueryValue @Nullable String period,

        @Parameter(description = "The start of the span, RFC 3339; instead of period") @QueryValue @Nullable String from,

        @Parameter(description = "The end of the span, RFC 3339; default: now") @QueryValue @Nullable String to,

        @Parameter(description = "Only what is of this service") @QueryValue @Nullable String service,

        @Parameter(description = "Only metrics of this type") @QueryValue @Nullable String type,

        @Parameter(description = "Only metrics of this name") @QueryValue @Nullable String name,

        @Parameter(description = "Only series with this label, as name=value; may be repeated") @QueryValue @Nullable List<String> label,

        @Parameter(description = "The width of a step: 1m, 5m, 15m, 1h, 6h or 1d") @QueryValue @Nullable String interval,

        @Parameter(description = "Only this host") @QueryValue @Nullable String host,

        @Parameter(description = "Only requests with this HTTP method") @QueryValue @Nullable String method,

        @Parameter(description = "Only requests to this route template") @QueryValue @Nullable String route,

        @Parameter(description = "Only log lines of this level or a higher one") @QueryValue @Nullable String level,

        @Parameter(description = "Only log lines with this text") @QueryValue @Nullable String search,

        @Parameter(description = "Only log lines of this trace") @QueryValue("trace_id") @Nullable String traceId) {

    /** The parameters that only some tables understand. */
    static final Set<String> FILTERS =
            Set.of("type", "name", "label", "interval", "host", "method", "route", "level", "search", "trace_id");

    /**
     * The question for {@code source}.
     *
     * @throws InvalidParameterException if there are filters that it does not understand
     */
    ExportQuery query(ExportSource source) {
        Map<String, String> sent = new TreeMap<>();
        put(sent, "type", type);
        put(sent, "name", name);
        put(sent, "interval", interval);
        put(sent, "host", host);
        put(sent, "method", method);
        put(sent, "route", route);
        put(sent, "level", level);
        put(sent, "search", search);
        put(sent, "trace_id", traceId);
        List<String> labels = Objects.requireNonNullElse(label, List.of());
        Set<String> names = new TreeSet<>(sent.keySet());
        if (!labels.isEmpty()) {
            names.add("label");
        }
        for (String filter : names) {
            if (!source.filters().contains(filter)) {
                throw new InvalidParameterException("query parameter \"" + filter + "\" for the table " + source.table()
                        + ": expected one of period, from, to, service"
                        + String.join(
                                "",
                                source.filters().stream()
                                        .sorted()
                                        .map(one -> ", " + one)
                                        .toList()));
            }
        }
        return new ExportQuery(
                new RangeQuery(period, from, to), service == null || service.isEmpty() ? null : service, labels, sent);
    }

    private static void put(Map<String, String> sent, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            sent.put(name, value);
        }
    }
}
