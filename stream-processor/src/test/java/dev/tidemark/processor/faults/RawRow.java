package dev.tidemark.processor.faults;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Series;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All fields of a request except its id, as sent or as stored.
 *
 * @param durationMicros rounded to the precision of the column
 */
record RawRow(
        long timestampMicros,
        Series series,
        @Nullable String instance,
        int status,
        float durationMicros,
        @Nullable String errorType,
        @Nullable Long requestBytes,
        @Nullable Long responseBytes,
        @Nullable UUID traceId,
        boolean stream) {

    static RawRow of(RequestEvent event) {
        return new RawRow(
                event.timestampMicros(),
                event.series(),
                event.instance(),
                event.status(),
                event.durationMicros(),
                event.errorType(),
                event.requestBytes(),
                event.responseBytes(),
                uuid(event.traceId()),
                event.stream());
    }

    private static @Nullable UUID uuid(@Nullable String hex) {
        return hex == null
                ? null
                : new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
    }

    /** The same with its series mapped by {@code view}. */
    RawRow seen(UnaryOperator<Series> view) {
        Series seen = view.apply(series);
        return seen.equals(series)
                ? this
                : new RawRow(
                        timestampMicros,
                        seen,
                        instance,
                        status,
                        durationMicros,
                        errorType,
                        requestBytes,
                        responseBytes,
                        traceId,
                        stream);
    }
}
