package dev.tidemark.query.summary;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.query.requests.EndpointStatistics;
import dev.tidemark.query.requests.RequestReport;
import dev.tidemark.query.requests.RequestReports;
import dev.tidemark.query.requests.RequestStatistics;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests of the time span. Latencies are in milliseconds, error rates in percent; all are 0 if there was no request. Latencies are null if all
 * requests were streams.
 *
 * @param requestsPerSecond from {@code observedFrom} on
 * @param errorCount requests with a status of 400 or above; of streams, those that failed
 * @param streamCount the streams among the requests (server-sent events, WebSockets, long polls), which have no latency
 * @param serverErrorCount requests with a status of 500 or above
 * @param status {@code ok}, {@code stale} (the figures are old) or {@code unknown} (they cannot be read)
 * @param recent the last seconds, where a fault shows first
 * @param topEndpoints the endpoints with the largest share of the total time
 * @param skippedWindows stored windows that are not included, because they are contradictory
 * @param observedFrom the start of the span, or of the first request if it came later; null without requests
 */
@Serdeable
public record ApiSummary(
        @Nullable Double avgLatencyMs,
        @Nullable Double p50LatencyMs,
        @Nullable Double p95LatencyMs,
        @Nullable Double p99LatencyMs,
        long requestCount,
        double requestsPerSecond,
        long errorCount,
        double errorRate,
        long streamCount,
        long serverErrorCount,
        double serverErrorRate,
        @Nullable Double maxLatencyMs,
        Status status,
        Recent recent,
        List<EndpointStatistics> topEndpoints,
        long skippedWindows,
        @Nullable Instant observedFrom) {
    private static final int TOP = 10;

    /** Whether the figures are current. */
    @Serdeable
    public enum Status {
        @JsonProperty("ok")
        OK("ok"),
        @JsonProperty("stale")
        STALE("stale"),
        @JsonProperty("unknown")
        UNKNOWN("unknown");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        /** The name in the API. */
        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * The requests of the last seconds.
     *
     * @param windowSeconds the maximum length of this time
     */
    @Serdeable
    public record Recent(
            long windowSeconds,
            long requestCount,
            long streamCount,
            double requestsPerSecond,
            @Nullable Double p50LatencyMs,
            @Nullable Double p95LatencyMs,
            @Nullable Double p99LatencyMs,
            double errorRate,
            double serverErrorRate) {
        static Recent of(RequestStatistics all) {
            return new Recent(
                    RequestReports.NEWEST.toSeconds(),
                    all.requestCount(),
                    all.streamCount(),
                    all.requestsPerSecond(),
                    all.p50LatencyMs(),
                    all.p95LatencyMs(),
                    all.p99LatencyMs(),
                    all.errorRate(),
                    all.serverErrorRate());
        }
    }

    static ApiSummary of(RequestReport report, RequestStatistics newest, Status status) {
        RequestStatistics all = report.all();
        return new ApiSummary(
                all.avgLatencyMs(),
                all.p50LatencyMs(),
                all.p95LatencyMs(),
                all.p99LatencyMs(),
                all.requestCount(),
                all.requestsPerSecond(),
                all.errorCount(),
                all.errorRate(),
                all.streamCount(),
                all.serverErrorCount(),
                all.serverErrorRate(),
                all.maxLatencyMs(),
                status,
                Recent.of(newest),
                report.endpoints().stream().limit(TOP).toList(),
                all.skippedWindows(),
                all.observedFrom());
    }
}
