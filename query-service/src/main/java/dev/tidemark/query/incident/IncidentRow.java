package dev.tidemark.query.incident;

import dev.tidemark.consumer.HeapBytes;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One incident.
 *
 * @param method null if it is about the whole service
 * @param kind {@code slow}, {@code failing} (5xx), {@code refused} (4xx), {@code silent} or {@code dropped} (far fewer requests)
 * @param onset the earliest onset that was found
 * @param detectedAt when it was first recorded
 * @param lastSeen the time up to which it was last found
 * @param endedAt when it was over; null while it goes on
 * @param text all of it in one line
 * @param cause the leading cause; null if the causes explain less than half of it
 * @param explainedPercent the share that the causes explain together; null if they were not looked for
 * @param affected the endpoints and services that were found with it, its own included
 */
@Serdeable
public record IncidentRow(
        long id,
        String service,
        @Nullable String method,
        @Nullable String route,
        String kind,
        Instant onset,
        Instant detectedAt,
        Instant lastSeen,
        @Nullable Instant endedAt,
        String text,
        @Nullable LeadingCause cause,
        @Nullable Double explainedPercent,
        List<String> affected) {
    /**
     * What explains most of an incident.
     *
     * @param culprit what to look at
     * @param sharePercent the share that it explains; null if unknown
     * @param action a safe next step
     */
    @Serdeable
    public record LeadingCause(
            String kind,
            String culprit,
            @Nullable Double sharePercent,
            @Nullable String action) {}

    /** Its memory, about. */
    long heapBytes() {
        return 800
                + HeapBytes.of(text)
                + HeapBytes.of(route)
                + (cause == null ? 0 : HeapBytes.of(cause.culprit) + HeapBytes.of(cause.action))
                + affected.stream().mapToLong(HeapBytes::of).sum();
    }
}
