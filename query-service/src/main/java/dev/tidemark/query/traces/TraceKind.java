package dev.tidemark.query.traces;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.parameter.InvalidParameterException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which requests of a span are asked for. The windows that come first by {@code windowOrder} hold the requests that come first by
 * {@code rowOrder}: so many windows as requests are asked for are enough, because each has one.
 */
enum TraceKind {
    SLOWEST(
            "count > coalesce(streams, 0)",
            "max_us DESC, window_start DESC",
            "r.stream IS NOT TRUE",
            "duration_us DESC, ts DESC"),
    FAILING(
            "errors > 0",
            "window_start DESC",
            "CASE WHEN r.stream THEN l.error_type IS NOT NULL OR l.status >= 400 AND l.status <> 499 ELSE l.status >= 400 END",
            "ts DESC"),
    NEWEST("count > 0", "window_start DESC", "true", "ts DESC");

    private final String windows;
    private final String windowOrder;
    private final String rows;
    private final String rowOrder;

    TraceKind(String windows, String windowOrder, String rows, String rowOrder) {
        this.windows = windows;
        this.windowOrder = windowOrder;
        this.rows = rows;
        this.rowOrder = rowOrder;
    }

    /** The windows that have such a request, in SQL. */
    String windows() {
        return windows;
    }

    /** Their order in SQL. */
    String windowOrder() {
        return windowOrder;
    }

    /** The rows of such requests, in SQL. */
    String rows() {
        return rows;
    }

    /** Their order in SQL. */
    String rowOrder() {
        return rowOrder;
    }

    Comparator<TraceQueries.Window> orderOfWindows() {
        Comparator<TraceQueries.Window> newest =
                Comparator.comparing(TraceQueries.Window::start).reversed();
        return this == SLOWEST
                ? Comparator.comparingLong(TraceQueries.Window::maxMicros)
                        .reversed()
                        .thenComparing(newest)
                : newest;
    }

    Comparator<Trace> orderOfTraces() {
        Comparator<Trace> newest = Comparator.comparing(Trace::ts).reversed();
        return this == SLOWEST
                ? Comparator.comparingDouble(Trace::durationMs).reversed().thenComparing(newest)
                : newest;
    }

    /** Whether no request of {@code window} can come before {@code last}. */
    boolean isBehind(TraceQueries.Window window, Trace last) {
        return this == SLOWEST
                // Durations of raw rows have 24 bits.
                ? window.maxMicros() / 1000.0 * (1 + 1e-6) < last.durationMs()
                : !window.end().isAfter(last.ts());
    }

    /** Says what was not read when {@code next} would have been the next window. */
    String left(TraceQueries.Window next) {
        return this == SLOWEST
                ? "other requests that took up to " + Rounding.millis(next.maxMicros()) + " ms may be missing"
                : "what is before " + next.end() + " may be missing";
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind that {@code label} names; the slowest for null. */
    static TraceKind of(@Nullable String label) {
        if (label == null) {
            return SLOWEST;
        }
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new InvalidParameterException(
                        "kind",
                        label,
                        "one of "
                                + Arrays.stream(values()).map(TraceKind::label).collect(Collectors.joining(", "))));
    }
}
