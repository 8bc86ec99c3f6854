package dev.tidemark.query.requests;

import dev.tidemark.query.samples.SampleSeries.Point;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests of an endpoint in a step: what needs no sketch. Not thread-safe. */
final class RequestSums {
    private static final String RATE = "requests_per_second";
    private static final String ERRORS = "error_rate_percent";
    private static final String SERVER_ERRORS = "server_error_rate_percent";
    private static final double MICROS = 1000;

    /** The names of its figures, with what they are. */
    static final Map<String, String> FIGURES = Map.of(
            "request_latency_ms",
            "mean and longest latency",
            RATE,
            "requests per second",
            ERRORS,
            "share of requests with a status of 400 or above",
            SERVER_ERRORS,
            "share of requests with a status of 500 or above");

    private long count;
    private long latencies;
    private long errors;
    private long serverErrors;
    private double sumMicros;
    private long maxMicros;

    void add(RollupQueries.Window window) {
        count += window.count();
        latencies += window.latencies();
        errors += window.errors();
        serverErrors += window.serverErrors();
        sumMicros += window.sumMicros();
        maxMicros = Math.max(maxMicros, window.maxMicros());
    }

    /** A figure over {@code seconds}; null if it is unknown, as the latency of streams. */
    @Nullable Point point(String name, Instant at, double seconds) {
        return switch (name) {
            case RATE -> new Point(at, count / seconds, count / seconds, count);
            case ERRORS -> share(at, errors);
            case SERVER_ERRORS -> share(at, serverErrors);
            default ->
                latencies == 0 ? null : new Point(at, sumMicros / latencies / MICROS, maxMicros / MICROS, latencies);
        };
    }

    private Point share(Instant at, long part) {
        return new Point(at, 100.0 * part / count, 100.0 * part / count, count);
    }
}
