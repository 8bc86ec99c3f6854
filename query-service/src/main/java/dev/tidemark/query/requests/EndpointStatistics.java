package dev.tidemark.query.requests;

import dev.tidemark.query.figures.Figures;
import dev.tidemark.wire.event.Series;
import io.micronaut.serde.annotation.Serdeable;

/**
 * One endpoint over a span. Latencies in milliseconds, rates of errors in percent.
 *
 * @param errorCount requests with a status of 400 or above
 * @param serverErrorCount those with a status of 500 or above
 * @param timeShare the share of all requests' time that was spent here, in percent
 */
@Serdeable
public record EndpointStatistics(
        String service,
        String method,
        String route,
        long requestCount,
        double requestsPerSecond,
        long errorCount,
        double errorRate,
        long serverErrorCount,
        double serverErrorRate,
        double avgLatencyMs,
        double p50LatencyMs,
        double p95LatencyMs,
        double p99LatencyMs,
        double maxLatencyMs,
        double timeShare) {

    static EndpointStatistics of(Series series, Tally tally, Tally all, double seconds) {
        return new EndpointStatistics(
                series.service(),
                series.method(),
                series.route(),
                tally.count(),
                Figures.two(tally.count() / seconds),
                tally.errors(),
                Figures.percent(tally.errors(), tally.count()),
                tally.serverErrors(),
                Figures.percent(tally.serverErrors(), tally.count()),
                tally.averageMillis(),
                tally.millisAt(0.50),
                tally.millisAt(0.95),
                tally.millisAt(0.99),
                tally.maxMillis(),
                Figures.percent(tally.sumMicros(), all.sumMicros()));
    }
}
