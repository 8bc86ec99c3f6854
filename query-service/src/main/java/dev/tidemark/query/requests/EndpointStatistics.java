package dev.tidemark.query.requests;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.wire.event.Series;
import io.micronaut.serde.annotation.Serdeable;

/**
 * One endpoint over a span. Latencies in milliseconds, rates of errors in percent.
 *
 * @param requestsPerSecond over the part of the span in which its service was observed
 * @param errorCount requests with a status of 400 or above
 * @param serverErrorCount those with a status of 500 or above
 * @param timeShare its share of the time of all requests, in percent
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

    /** Whether so many of its requests were answered 5xx that something is wrong. */
    public boolean fails() {
        return serverErrorRate >= RequestSymptoms.FAILING_PERCENT;
    }

    /** Its memory, about, with its place in a list. */
    int heapBytes() {
        return HeapBytes.object(112) + 4 + HeapBytes.of(service) + HeapBytes.of(method) + HeapBytes.of(route);
    }

    static EndpointStatistics of(Series series, LatencyAggregate tally, LatencyAggregate all, double seconds) {
        return new EndpointStatistics(
                series.service(),
                series.method(),
                series.route(),
                tally.count(),
                Rounding.two(tally.count() / seconds),
                tally.errors(),
                Rounding.percent(tally.errors(), tally.count()),
                tally.serverErrors(),
                Rounding.percent(tally.serverErrors(), tally.count()),
                tally.averageMillis(),
                tally.millisAt(0.50),
                tally.millisAt(0.95),
                tally.millisAt(0.99),
                tally.maxMillis(),
                Rounding.percent(tally.sumMicros(), all.sumMicros()));
    }
}
