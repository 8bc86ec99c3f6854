package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.cause.Figures;
import dev.tidemark.query.diagnosis.detect.Deviation;
import dev.tidemark.query.diagnosis.detect.Window;
import dev.tidemark.wire.sketch.LatencySketch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something unusual, with the windows in which it was seen.
 *
 * @param endpoint null for the whole service
 * @param history windows of a minute before
 * @param windows the windows that were judged
 */
record Judged(
        String service,
        @Nullable Endpoint endpoint,
        Deviation deviation,
        List<Window> history,
        List<Window> windows,
        Instant complete) {
    /** The share of the good requests that is still there if a scanner sends others that are refused. */
    private static final double STILL_GOOD = 0.6;

    /**
     * Its end, or the end of what was judged. That is the newest window, of which more requests may come; but if requests are missing, the
     * time up to which they would be stored.
     */
    Instant end() {
        Instant end = deviation.end();
        if (end != null) {
            return end;
        }
        Instant last = windows.isEmpty() ? complete : windows.getLast().end();
        return deviation.kind() == Deviation.Kind.SILENT || last.isBefore(complete) ? complete : last;
    }

    /** The same of windows since {@code from}. */
    Judged since(Instant from) {
        return new Judged(service, endpoint, deviation.since(from), history, windows, complete);
    }

    /** Whether it comes from requests that are refused and were not there before, while those that are answered still are: a scanner. */
    boolean isOfMoreRequests() {
        Figures before = before(Spans.before(deviation));
        Figures after = after();
        return before.requests() > 0 && good(after) >= STILL_GOOD * good(before);
    }

    private static double good(Figures figures) {
        return figures.perSecond() * (1 - figures.clientErrorShare());
    }

    /** The requests in the hour before the onset, or in the same hour of another day if that is what it is compared with. */
    Figures before(SideQueries.Span span) {
        List<Window> windows = Stream.concat(history.stream(), this.windows.stream())
                .filter(window -> isIn(window, span.from(), span.to()))
                .toList();
        // Windows of a minute may be missing where several days are compared.
        double seconds = windows.isEmpty()
                ? span.seconds()
                : Duration.between(windows.getFirst().start(), span.to()).toSeconds();
        return figures(windows, seconds);
    }

    /** The requests since the onset, as far as they were judged. */
    Figures after() {
        Instant onset = deviation.onset();
        Instant first = windows.isEmpty() ? onset : windows.getFirst().start();
        return figures(windows, first.isAfter(onset) ? first : onset, end());
    }

    /** The figures of windows in a span. */
    static Figures figures(List<Window> windows, Instant from, Instant to) {
        return figures(
                windows.stream().filter(window -> isIn(window, from, to)).toList(),
                Math.max(10, Duration.between(from, to).toSeconds()));
    }

    /** How much is lost: the larger, the more it matters. */
    double weight() {
        Figures after = after();
        return switch (deviation.kind()) {
            case FAILING -> 1e9 + after.serverErrors();
            case SILENT -> 1e8 + (endpoint == null ? 1 : 0);
            case DROPPED, FEWER -> 1 / (1 + after.requests());
            case REFUSED -> after.clientErrors();
            case SLOW -> {
                Double mean = after.meanMillis();
                double usual =
                        deviation.baseline() == null ? 0 : deviation.baseline().meanMillis();
                yield mean == null ? 0 : (mean - usual) / 1000 * after.requests();
            }
        };
    }

    private static boolean isIn(Window window, Instant from, Instant to) {
        return !window.start().isBefore(from) && window.start().isBefore(to);
    }

    private static Figures figures(List<Window> windows, double seconds) {
        double requests = 0;
        double latencies = 0;
        double micros = 0;
        double clientErrors = 0;
        double serverErrors = 0;
        LatencySketch sketch = new LatencySketch();
        for (Window window : windows) {
            requests += window.requests();
            latencies += window.latencies();
            micros += window.sumMicros();
            clientErrors += window.clientErrors();
            serverErrors += window.serverErrors();
            byte[] bytes = window.sketch();
            if (bytes != null) {
                sketch.mergeBytes(bytes);
            }
        }
        return new Figures(
                requests,
                seconds,
                latencies == 0 ? null : (Double) (micros / 1000 / latencies),
                sketch.count() == 0 ? null : (Double) (sketch.quantile(0.95) / 1000),
                clientErrors,
                serverErrors);
    }
}
