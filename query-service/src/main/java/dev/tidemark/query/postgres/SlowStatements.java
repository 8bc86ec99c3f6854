package dev.tidemark.query.postgres;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements of the monitored database over a span: how their counters in {@code pg_stat_statements} rose.
 *
 * @param from the start of the span
 * @param to its end
 * @param stepSeconds the width of a point of the history
 * @param countedFrom the start of what was counted: later than {@code from} if nothing was read earlier; null without figures
 * @param countedTo its end
 * @param source where the figures come from; null without figures
 * @param total how many statements ran; {@code samples} know the 20 of each reading that took most time
 * @param totalMs the time of all statements; null without figures
 * @param slowQueriesCount those with a mean above 100 ms; null without figures
 * @param rows those that took most time, and those with a mean above 100 ms; null without figures
 * @param history of the statement that was asked for, from samples of the collector; empty without {@code queryid}
 * @param unknown the figures that cannot be read
 * @param comparison the earlier span; null without {@code compare}
 */
@Serdeable
record SlowStatements(
        Instant from,
        Instant to,
        long stepSeconds,
        @Nullable Instant countedFrom,
        @Nullable Instant countedTo,
        @Nullable Source source,
        @Nullable Long total,
        @Nullable Double totalMs,
        @Nullable Long slowQueriesCount,
        @Nullable List<Row> rows,
        List<PostgresSeries> history,
        List<Unknown> unknown,
        @Nullable SlowStatements comparison) {

    /** Where the figures come from. */
    @Serdeable
    enum Source {
        /** Two readings of the counters: exact. */
        @JsonProperty("counters")
        COUNTERS,
        /** Added up from samples: near, and without statements that took little time. */
        @JsonProperty("samples")
        SAMPLES
    }

    /**
     * A statement.
     *
     * @param query its text with literals replaced; null if it is no longer known
     * @param rows those that were returned or changed
     * @param timePercent its part of the time of all statements
     * @param slow whether its mean is above 100 ms
     * @param endpoints who called it, by the calls that filters measured; null if that could not be read
     */
    @Serdeable
    record Row(
            String queryid,
            @Nullable String query,
            long calls,
            double callsPerSecond,
            double meanMs,
            double totalMs,
            long rows,
            double rowsPerCall,
            @Nullable Double timePercent,
            boolean slow,
            @Nullable List<Caller> endpoints) {
        long heapBytes() {
            return HeapBytes.object(120) + HeapBytes.of(query) + (endpoints == null ? 0 : 300L * endpoints.size());
        }
    }

    /**
     * An endpoint that calls the statement.
     *
     * @param method null for work outside of requests, as is {@code route}
     * @param totalMs the time of the calls as the caller saw it
     */
    @Serdeable
    record Caller(
            String service,
            @Nullable String method,
            @Nullable String route,
            long calls,
            double totalMs) {
        static Caller of(StatementCallQueries.Caller caller) {
            return new Caller(
                    caller.service(),
                    caller.method(),
                    caller.route(),
                    (long) caller.calls(),
                    Rounding.millis(caller.micros()));
        }
    }

    SlowStatements with(List<Unknown> more, @Nullable SlowStatements earlier) {
        return new SlowStatements(
                from,
                to,
                stepSeconds,
                countedFrom,
                countedTo,
                source,
                total,
                totalMs,
                slowQueriesCount,
                rows,
                history,
                more,
                earlier);
    }

    long heapBytes() {
        long bytes = HeapBytes.object(200);
        for (PostgresSeries series : history) {
            bytes += series.heapBytes();
        }
        if (rows != null) {
            for (Row row : rows) {
                bytes += row.heapBytes();
            }
        }
        return bytes;
    }
}
