package dev.tidemark.query.requests;

import dev.tidemark.query.range.TimeRange;
import java.util.List;

/**
 * The requests of a span.
 *
 * @param range the span that was answered
 * @param all all of them
 * @param endpoints by endpoint, the one that took most of the time first
 */
public record RequestReport(TimeRange range, RequestStatistics all, List<EndpointStatistics> endpoints) {
    public RequestReport {
        endpoints = List.copyOf(endpoints);
    }

    /** Its memory, about. */
    long heapBytes() {
        return 400 + endpoints.stream().mapToLong(EndpointStatistics::heapBytes).sum();
    }

    /** What is known of a span when nothing is: no requests. */
    public static RequestReport empty(TimeRange range) {
        return new RequestReport(range, RequestStatistics.NONE, List.of());
    }
}
