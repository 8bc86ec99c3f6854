package dev.tidemark.query.endpoint;

import dev.tidemark.query.parameter.InvalidParameterException;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters of a question about the endpoints of a span, as they came. */
@Introspected
public record EndpointQuestion(
        @Parameter(description = "The span that ends now: 5m, 15m, 1h (default), 24h or 7d") @QueryValue @Nullable String period,

        @Parameter(description = "The start of the span, RFC 3339; instead of period") @QueryValue @Nullable String from,

        @Parameter(description = "The end of the span, RFC 3339; default: now") @QueryValue @Nullable String to,

        @Parameter(description = "Only requests to this service") @QueryValue @Nullable String service,

        @Parameter(description = "Only requests with this HTTP method") @QueryValue @Nullable String method,

        @Parameter(description = "Only requests to this route template") @QueryValue @Nullable String route,

        @Parameter(description = "Also answer for the same hours of the day or the week before: day or week")
        @QueryValue
        @Nullable String compare) {

    /** The question about these endpoints, without a comparison. */
    public static EndpointQuestion of(RangeQuery range, EndpointChoice choice) {
        return new EndpointQuestion(
                range.period(), range.from(), range.to(), choice.service(), choice.method(), choice.route(), null);
    }

    /** The span, which is not validated yet. */
    public RangeQuery range() {
        return new RangeQuery(period, from, to);
    }

    public EndpointChoice choice() {
        return new EndpointChoice(service, method, route);
    }

    /**
     * What it is compared with; null for nothing.
     *
     * @throws InvalidParameterException if there is no such comparison
     */
    public @Nullable Comparison comparison() {
        return Comparison.of(compare);
    }
}
