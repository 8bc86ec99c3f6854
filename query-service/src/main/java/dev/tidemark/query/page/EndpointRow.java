package dev.tidemark.query.page;

import dev.tidemark.query.card.Wording;
import dev.tidemark.query.requests.EndpointStatistics;

/**
 * One row of the table of endpoints, formatted.
 *
 * @param failing whether its error rate is highlighted
 * @param few whether there are too few requests for a meaningful p99
 * @param timeShare the share of the total time of all requests, in percent
 */
public record EndpointRow(
        String service,
        String method,
        String route,
        String rate,
        String errors,
        boolean failing,
        String p50,
        String p95,
        String p99,
        boolean few,
        double timeShare,
        String timeShareText) {
    private static final int ENOUGH = 100;

    static EndpointRow of(EndpointStatistics endpoint) {
        return new EndpointRow(
                endpoint.service(),
                endpoint.method(),
                endpoint.route(),
                Wording.perSecond(endpoint.requestsPerSecond()),
                Wording.percent(endpoint.errorRate()),
                endpoint.fails(),
                Wording.millis(endpoint.p50LatencyMs()),
                Wording.millis(endpoint.p95LatencyMs()),
                Wording.millis(endpoint.p99LatencyMs()),
                endpoint.requestCount() < ENOUGH,
                endpoint.timeShare(),
                Wording.percent(endpoint.timeShare()));
    }
}
