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
 * The requests of the span. Latencies in milliseconds, rates of errors in percent; all are 0 where there was no request.
 *
 * @param requestsPerSecond from {@code observedFrom} on
 * @param errorCount requests with a status of 400 or above
 * @param serverErrorCount those with a status of 500 or above
 * @param status {@code ok}, {@code stale} (the figures are old) or {@code unknown} (they cannot be read)
 * @param recent the newest seconds, in which a fault shows first
 * @param topEndpoints where most of the time was spent
 * @param observedFrom since when there was anything to observe: the start of the span, or the first request if it came later;
 *     null where there was no request
 */
@Serdeable
public record ApiSummary(
        double avgLatencyMs,
        double p50LatencyMs,
        double p95LatencyMs,
        double p99LatencyMs,
        long requestCount,
        double requestsPerSecond,
        long errorCount,
        double errorRate,
        long serverErrorCount,
        double serverErrorRate,
        double maxLatencyMs,
        Status status,
        Recent recent,
        List<EndpointStatistics> topEndpoints,
        @Nullable Instant observedFrom) {
    private static final int TOP = 10;

    /** What the figures are worth. */
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

        /** How the API writes it. */
        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * The newest seconds.
     *
     * @param windowSeconds at most how many
     */
    @Serdeable
    public record Recent(
            long windowSeconds,
            long requestCount,
            double requestsPerSecond,
            double p50LatencyMs,
            double p95LatencyMs,
            double p99LatencyMs,
            double errorRate,
            double serverErrorRate) {
        static Recent of(RequestStatistics all) {
            return new Recent(
                    RequestReports.NEWEST.toSeconds(),
                    all.requestCount(),
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
                all.serverErrorCount(),
                all.serverErrorRate(),
                all.maxLatencyMs(),
                status,
                Recent.of(newest),
                report.endpoints().stream().limit(TOP).toList(),
                all.observedFrom());
    }
}
