package dev.tidemark.query.traces;

import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a span that were asked for.
 *
 * @param kind {@code slowest}, {@code failing} or {@code newest}
 * @param complete whether there is no other request that belongs here; if not, {@code unknown} says why
 * @param comparison the same for the earlier span; null if none was asked for
 */
@Serdeable
record TraceList(
        Instant from,
        Instant to,
        String kind,
        boolean complete,
        List<Trace> traces,
        List<Unknown> unknown,
        @Nullable TraceList comparison) {

    TraceList comparedWith(TraceList earlier) {
        return new TraceList(from, to, kind, complete, traces, unknown, earlier);
    }

    /** Its memory, about. */
    long heapBytes() {
        return 400 + traces.stream().mapToLong(Trace::heapBytes).sum();
    }
}
