package dev.tidemark.query.requests;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.range.TimeRange;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All requests over a span. Latencies in milliseconds, rates of errors in percent; all are 0 where there was no request. Latencies are
 * null if all requests were streams.
 *
 * @param streamCount the streams among the requests (server-sent events, WebSockets, long polls), which have no latency
 * @param requestsPerSecond from {@code observedFrom} on
 * @param errorCount requests with a status of 400 or above; of streams, those that failed
 * @param serverErrorCount those with a status of 500 or above
 * @param skippedWindows windows of one endpoint that are not included, because what is stored of them is contradictory
 * @param observedFrom the start of the span, or of the first request if it came later; null without requests
 */
@Serdeable
public record RequestStatistics(
        @Nullable Double avgLatencyMs,
        @Nullable Double p50LatencyMs,
        @Nullable Double p95LatencyMs,
        @Nullable Double p99LatencyMs,
        @Nullable Double maxLatencyMs,
        long requestCount,
        long streamCount,
        double requestsPerSecond,
        long errorCount,
        double errorRate,
        long serverErrorCount,
        double serverErrorRate,
        long skippedWindows,
        @Nullable Instant observedFrom) {

    /** The share of requests answered 5xx from which on something is wrong. */
    static final double FAILING_PERCENT = 1;

    private static final int MIN_FAILURES = 5;

    /** No requests. */
    public static final RequestStatistics NONE = of(new LatencyAggregate(), 1, null);

    /** Whether so many requests were answered 5xx that users notice. */
    boolean fails() {
        return serverErrorCount >= MIN_FAILURES && serverErrorRate >= FAILING_PERCENT;
    }

    static RequestStatistics of(LatencyAggregate tally, TimeRange range, Instant observedFrom) {
        return of(tally, range.elapsedSeconds(observedFrom), tally.count() == 0 ? null : observedFrom);
    }

    private static RequestStatistics of(LatencyAggregate tally, double seconds, @Nullable Instant observedFrom) {
        return new RequestStatistics(
                tally.averageMillis(),
                tally.millisAt(0.50),
                tally.millisAt(0.95),
                tally.millisAt(0.99),
                tally.maxMillis(),
                tally.count(),
                tally.streams(),
                Rounding.two(tally.count() / seconds),
                tally.errors(),
                Rounding.percent(tally.errors(), tally.count()),
                tally.serverErrors(),
                Rounding.percent(tally.serverErrors(), tally.count()),
                tally.skipped(),
                observedFrom);
    }
}
