package dev.tidemark.query.page;

import dev.tidemark.query.card.Wording;
import dev.tidemark.query.range.PageSpan;
import dev.tidemark.query.requests.EndpointStatistics;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of endpoints, formatted.
 *
 * @param failing whether its error rate is highlighted
 * @param few whether there are too few requests for a meaningful p99
 * @param timeShare the share of the total time of all requests, in percent; null if all are streams
 * @param id the id of its link, which stays the same while the table is refreshed
 * @param query the query of the address that shows where its time goes
 * @param parts where its time goes
 * @param streams how many streams there are among the requests; null if there are none
 */
public record EndpointRow(
        String id,
        String query,
        PartBar parts,
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
        @Nullable Double timeShare,
        String timeShareText,
        @Nullable String streams) {
    private static final int ENOUGH = 100;

    static EndpointRow of(EndpointStatistics endpoint, PageSpan span) {
        return new EndpointRow(
                "endpoint-"
                        + Integer.toHexString(Objects.hash(endpoint.service(), endpoint.method(), endpoint.route())),
                query(endpoint, span),
                PartBar.of(endpoint),
                endpoint.service(),
                endpoint.method(),
                endpoint.route(),
                Wording.perSecond(endpoint.requestsPerSecond()),
                Wording.percent(endpoint.errorRate()),
                endpoint.fails(),
                Wording.orNone(endpoint.p50LatencyMs(), Wording::millis),
                Wording.orNone(endpoint.p95LatencyMs(), Wording::millis),
                Wording.orNone(endpoint.p99LatencyMs(), Wording::millis),
                endpoint.latencyCount() > 0 && endpoint.latencyCount() < ENOUGH,
                endpoint.timeShare(),
                Wording.orNone(endpoint.timeShare(), Wording::percent),
                streams(endpoint.streamCount()));
    }

    private static String query(EndpointStatistics endpoint, PageSpan span) {
        return span.query() + "&service=" + encoded(endpoint.service()) + "&method=" + encoded(endpoint.method())
                + "&route=" + encoded(endpoint.route());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static @Nullable String streams(long count) {
        return count == 0 ? null : Wording.count(count) + (count == 1 ? " stream" : " streams");
    }
}
