package dev.tidemark.query.requests;

import dev.tidemark.wire.event.Series;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints that were asked for.
 *
 * @param total how many there are, those beyond the limit included
 * @param skippedWindows windows of one endpoint that are not included, because what is stored of them is contradictory
 * @param comparison the same endpoints in the earlier span, sorted alike; those that had no requests then are missing. Null if
 *     none was asked for
 */
@Serdeable
record Endpoints(
        Instant from,
        Instant to,
        String tier,
        int total,
        long skippedWindows,
        List<EndpointStatistics> endpoints,
        @Nullable Endpoints comparison) {

    /** @param like whose endpoints to select; null for those that come first */
    static Endpoints of(RequestReport report, EndpointOrder order, int most, @Nullable Endpoints like) {
        Set<Series> selected = like == null
                ? Set.of()
                : like.endpoints.stream().map(Endpoints::series).collect(Collectors.toSet());
        return new Endpoints(
                report.range().from(),
                report.range().to(),
                report.range().tier().label(),
                report.endpoints().size(),
                report.all().skippedWindows(),
                report.endpoints().stream()
                        .filter(endpoint -> like == null || selected.contains(series(endpoint)))
                        .sorted(order.comparator())
                        .limit(most)
                        .toList(),
                null);
    }

    private static Series series(EndpointStatistics endpoint) {
        return new Series(endpoint.service(), endpoint.method(), endpoint.route());
    }

    Endpoints comparedWith(Endpoints earlier) {
        return new Endpoints(from, to, tier, total, skippedWindows, endpoints, earlier);
    }
}
