package dev.tidemark.query.diagnosis;

import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is not as usual in a span, and why.
 *
 * @param from the start of the span that was judged
 * @param to its end
 * @param tier the width of its windows
 * @param judgedUntil the time up to which all requests are stored
 * @param complete false if the time did not suffice to look for all causes; {@code unknown} says which
 * @param endpoints the number of endpoints that were judged
 * @param endpointsWithoutBaseline the number of those with too little history to say what is usual; only their errors are judged
 * @param text the most important of it in one line
 * @param diagnoses the most important first
 * @param notes what is worth knowing, but nothing wrong by itself: far fewer requests than usual
 */
@Serdeable
public record DiagnosisAnswer(
        Instant from,
        Instant to,
        String tier,
        @Nullable String service,
        @Nullable String method,
        @Nullable String route,
        Instant judgedUntil,
        boolean complete,
        int endpoints,
        int endpointsWithoutBaseline,
        String text,
        List<Diagnosis> diagnoses,
        List<Unknown> unknown,
        List<String> notes) {
    /** Its memory, about, in bytes. */
    long heapBytes() {
        return 1_000
                + 300L * notes.size()
                + diagnoses.stream().mapToLong(Diagnosis::heapBytes).sum();
    }
}
