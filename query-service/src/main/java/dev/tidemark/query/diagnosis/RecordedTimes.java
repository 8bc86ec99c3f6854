package dev.tidemark.query.diagnosis;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Times before the span that is judged of which something is known already. To be called in a transaction of the store. */
public interface RecordedTimes {
    /**
     * One of these times.
     *
     * @param name that of an endpoint ({@code service method route}) or of a service
     * @param end null while it goes on
     * @param isOwn whether it is that of the endpoint or service itself, and not of others with the same cause, which may have begun earlier
     */
    record RecordedTime(
            String name, Instant onset, @Nullable Instant end, boolean isOwn) {
        /** The same for an endpoint of the service. */
        RecordedTime ofOthers() {
            return new RecordedTime(name, onset, end, false);
        }

        boolean contains(Instant at) {
            return !at.isBefore(onset) && (end == null || at.isBefore(end));
        }
    }

    /** Times in which anything was wrong. They began in the span from {@code from} to {@code to}, and end after {@code after} or go on; oldest first. */
    List<RecordedTime> unusual(Instant from, Instant to, Instant after);

    /** Times of slowness, which are no part of what is usual. They began in the span from {@code from} to {@code to}; oldest first. */
    List<RecordedTime> slow(Instant from, Instant to);

    /** Times without requests. They began in the span from {@code from} to {@code to}, and go on then. */
    List<RecordedTime> silent(Instant from, Instant to);
}
