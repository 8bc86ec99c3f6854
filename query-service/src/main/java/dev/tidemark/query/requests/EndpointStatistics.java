package dev.tidemark.query.requests;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.query.figures.PartShares;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.wire.event.Series;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint over a span. Latencies in milliseconds, rates of errors in percent. Latencies and the share of time are those of
 * requests that are no streams; null if all are.
 *
 * @param streamCount the streams among the requests (server-sent events, WebSockets, long polls)
 * @param requestsPerSecond over the part of the span in which its service was observed
 * @param errorCount requests with a status of 400 or above; of streams, those that failed
 * @param serverErrorCount those with a status of 500 or above
 * @param timeShare its share of the time of all requests, in percent
 * @param measuredRequests the requests whose parts were measured
 * @param parts where the time of those went; null if there are none
 * @param usualMs the baseline of its mean latency, see {@link EndpointLosses}; null if it is unknown or was not asked for
 * @param lostMs the time that its requests took beyond the baseline, in total; negative if they were faster
 * @param trendMs its mean latency in each step of the span
 */
@Serdeable
public record EndpointStatistics(
        String service,
        String method,
        String route,
        long requestCount,
        long streamCount,
        double requestsPerSecond,
        long errorCount,
        double errorRate,
        long serverErrorCount,
        double serverErrorRate,
        @Nullable Double avgLatencyMs,
        @Nullable Double p50LatencyMs,
        @Nullable Double p95LatencyMs,
        @Nullable Double p99LatencyMs,
        @Nullable Double maxLatencyMs,
        @Nullable Double timeShare,
        long measuredRequests,
        @Nullable PartShares parts,
        @Nullable Double usualMs,
        @Nullable Double lostMs,
        @Nullable List<@Nullable Double> trendMs) {

    /** The number of requests that have a latency. */
    public long latencyCount() {
        return requestCount - streamCount;
    }

    /** Whether so many of its requests were answered 5xx that something is wrong. */
    public boolean fails() {
        return serverErrorRate >= RequestStatistics.FAILING_PERCENT;
    }

    /** Its memory, about, with its place in a list. */
    int heapBytes() {
        return HeapBytes.object(136)
                + PartShares.HEAP_BYTES
                + 6 * HeapBytes.NUMBER
                + 4
                + HeapBytes.of(service)
                + HeapBytes.of(method)
                + HeapBytes.of(route)
                + (trendMs == null ? 0 : trendMs.size() * (HeapBytes.NUMBER + 4));
    }

    static EndpointStatistics of(Series series, LatencyAggregate tally, LatencyAggregate all, double seconds) {
        return new EndpointStatistics(
                series.service(),
                series.method(),
                series.route(),
                tally.count(),
                tally.streams(),
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
                tally.hasOnlyStreams() ? null : (Double) Rounding.percent(tally.sumMicros(), all.sumMicros()),
                tally.parts().measured(),
                PartShares.of(tally.parts()),
                null,
                null,
                null);
    }

    /**
     * The same against its baseline.
     *
     * @param usual the baseline of its mean latency in milliseconds; null if unknown
     * @param means its mean latency in each step of the span; null if there was no request
     */
    EndpointStatistics against(@Nullable Double usual, List<@Nullable Double> means) {
        Double average = avgLatencyMs;
        Double lost =
                usual == null || average == null ? null : (Double) Rounding.three((average - usual) * latencyCount());
        return new EndpointStatistics(
                service,
                method,
                route,
                requestCount,
                streamCount,
                requestsPerSecond,
                errorCount,
                errorRate,
                serverErrorCount,
                serverErrorRate,
                avgLatencyMs,
                p50LatencyMs,
                p95LatencyMs,
                p99LatencyMs,
                maxLatencyMs,
                timeShare,
                measuredRequests,
                parts,
                usual,
                lost,
                means);
    }
}
