package dev.tidemark.query.incident;

import dev.tidemark.query.diagnosis.InstanceStarts.Start;
import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The incidents of a span, the newest first.
 *
 * @param watchingSince since when incidents are recorded without a gap of 5 minutes; null if they never were
 * @param watchedUntil the end of the newest diagnosis that was recorded
 * @param next continue with this as {@code before}; null if there are no others
 * @param starts the instances that started in the span, of each its last start
 * @param unknown why the newest diagnosis was not recorded, if it was not
 */
@Serdeable
record IncidentList(
        Instant from,
        Instant to,
        @Nullable String service,
        @Nullable Instant watchingSince,
        @Nullable Instant watchedUntil,
        List<IncidentRow> incidents,
        @Nullable String next,
        List<Start> starts,
        List<Unknown> unknown) {
    /** Its memory, about. */
    long heapBytes() {
        return 400 + incidents.stream().mapToLong(IncidentRow::heapBytes).sum() + 200L * starts.size();
    }
}
