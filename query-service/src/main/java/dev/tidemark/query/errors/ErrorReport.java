package dev.tidemark.query.errors;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The errors of a span by endpoint and type, the most frequent first.
 *
 * @param total how many there are, those beyond the limit included
 * @param count the errors of all of them
 * @param comparison the same for the earlier span; null if none was asked for
 */
@Serdeable
record ErrorReport(
        Instant from,
        Instant to,
        String tier,
        long total,
        long count,
        List<ErrorRow> errors,
        List<Unknown> unknown,
        @Nullable ErrorReport comparison) {

    /**
     * One type of error of one endpoint.
     *
     * @param errorType the class of the exception, or what else names the failure; (other) for those beyond the limit of types; null for
     *     responses with a status of 400 or above that no exception caused
     * @param firstSeen the start of the window in which the first was counted
     * @param lastSeen when the last request with it began, if that is stored; otherwise the start of its window
     * @param lastStatus the status of that request, as the other details null if it is not stored
     * @param lastTraceId its trace
     * @param lastMessage what was logged in it, or by its service with this type at that time
     * @param stackTrace the stack trace of that line
     */
    @Serdeable
    record ErrorRow(
            String service,
            String method,
            String route,
            @Nullable String errorType,
            long count,
            Instant firstSeen,
            Instant lastSeen,
            @Nullable Integer lastStatus,
            @Nullable String lastTraceId,
            @Nullable String lastMessage,
            @Nullable String stackTrace) {
        long heapBytes() {
            return HeapBytes.object(80)
                    + 60
                    + HeapBytes.of(service)
                    + HeapBytes.of(method)
                    + HeapBytes.of(route)
                    + HeapBytes.of(errorType)
                    + HeapBytes.of(lastTraceId)
                    + HeapBytes.of(lastMessage)
                    + HeapBytes.of(stackTrace);
        }
    }

    ErrorReport comparedWith(ErrorReport earlier) {
        return new ErrorReport(from, to, tier, total, count, errors, unknown, earlier);
    }

    /** Its memory, about. */
    long heapBytes() {
        return 400 + errors.stream().mapToLong(ErrorRow::heapBytes).sum();
    }
}
