package dev.tidemark.query.keyfigure;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.query.card.State;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a monitored part over a span. Unknown values are null.
 *
 * @param group the part: {@code api}, {@code redis}, {@code postgres} or {@code system}
 * @param name the name of the figure, which is that of the summary
 * @param title the name in words
 * @param unit {@code ms}, {@code percent}, or another word
 * @param current the newest value; of an earlier span, its last
 * @param average over the span: of latencies and rates that of all its requests, of others the mean of all readings
 * @param max the largest of the span: of latencies and rates that of a step, of others that of a reading
 * @param threshold the value from which on something is wrong; null if the figure is not judged, or if the value is unknown
 * @param rule the threshold in words; null if the figure is not judged
 * @param state {@code ok}, {@code watch}, {@code degraded}, {@code stale} or {@code unknown}; {@code none} if the figure is not
 *     judged
 * @param points the value in each step of the span; null where nothing is known
 */
@Serdeable
public record KeyFigure(
        String group,
        String name,
        String title,
        String unit,
        @Nullable Double current,
        @Nullable Double average,
        @Nullable Double max,
        @Nullable Double threshold,
        @Nullable String rule,
        String state,
        List<@Nullable Double> points) {
    private static final int BYTES_OF_POINT = HeapBytes.NUMBER + 4;

    public KeyFigure {
        // Not List.copyOf: it refuses nulls.
        points = Collections.unmodifiableList(points);
    }

    /** A figure without a threshold. */
    public static KeyFigure of(
            String group,
            Name name,
            @Nullable Double current,
            @Nullable Double average,
            @Nullable Double max,
            List<@Nullable Double> points) {
        return new KeyFigure(
                group,
                name.name(),
                name.title(),
                name.unit(),
                current,
                average,
                max,
                null,
                null,
                current == null ? State.UNKNOWN.toString() : State.NONE.toString(),
                points);
    }

    /** A figure of which nothing is known. */
    public static KeyFigure unknown(String group, Name name) {
        return of(group, name, null, null, null, List.of());
    }

    /**
     * The same with a threshold.
     *
     * @param limit the value from which on something is wrong; null if that is unknown
     * @param state the state, unless the current value is unknown
     */
    public KeyFigure judged(@Nullable Double limit, String words, State state) {
        return new KeyFigure(
                group,
                name,
                title,
                unit,
                current,
                average,
                max,
                limit,
                words,
                current == null ? State.UNKNOWN.toString() : state.toString(),
                points);
    }

    /** The same, judged by whether the current value has reached {@code limit}. */
    public KeyFigure limited(@Nullable Double limit, String words, State reached) {
        if (limit == null) {
            return judged(null, words, State.UNKNOWN);
        }
        return judged(limit, words, current != null && current >= limit ? reached : State.OK);
    }

    /** The same with a current value, if it has none of its own. */
    public KeyFigure orCurrent(@Nullable Double value) {
        return current != null || value == null
                ? this
                : new KeyFigure(
                        group, name, title, unit, value, average, max, threshold, rule, State.NONE.toString(), points);
    }

    /** Its memory, about. */
    long heapBytes() {
        return 200 + (long) BYTES_OF_POINT * points.size();
    }

    /** What identifies a figure, and its unit. */
    public record Name(String name, String title, String unit) {}
}
