package dev.tidemark.processor.faults;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import dev.tidemark.wire.event.Series;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All fields of a request except its id, as sent or as stored.
 *
 * @param durationMicros rounded to the precision of the column
 * @param applicationMicros the duration without its parts; null if these were not measured
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
        boolean stream,
        @Nullable Long applicationMicros,
        @Nullable RequestParts parts) {

    static RawRow of(RequestEvent event) {
        RequestParts parts = measured(event);
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
                event.stream(),
                parts == null ? null : event.durationMicros() - time(parts),
                parts);
    }

    /** The parts of a request as they count, independently of the tested code: not those of streams, and none that exceed the request. */
    static @Nullable RequestParts measured(RequestEvent event) {
        RequestParts parts = event.parts();
        return parts == null || event.stream() || time(parts) > event.durationMicros() ? null : parts;
    }

    RawRow withoutParts() {
        return new RawRow(
                timestampMicros,
                series,
                instance,
                status,
                durationMicros,
                errorType,
                requestBytes,
                responseBytes,
                traceId,
                stream,
                null,
                null);
    }

    /** What it adds to the sums of a window, in the order of {@link Window.Values#parts}; empty if it was not measured. */
    List<Long> sums() {
        return parts == null || applicationMicros == null ? List.of() : sums(applicationMicros + time(parts), parts);
    }

    static List<Long> sums(long durationMicros, RequestParts parts) {
        return List.of(
                1L,
                durationMicros,
                parts.dbMicros(),
                parts.dbCalls(),
                parts.poolWaitMicros(),
                parts.redisMicros(),
                parts.redisCalls(),
                parts.httpMicros(),
                parts.httpCalls());
    }

    private static long time(RequestParts parts) {
        return parts.dbMicros() + parts.poolWaitMicros() + parts.redisMicros() + parts.httpMicros();
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
                        stream,
                        applicationMicros,
                        parts);
    }
}
