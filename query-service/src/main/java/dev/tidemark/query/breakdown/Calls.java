package dev.tidemark.query.breakdown;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.query.breakdown.CallQueries.Sum;
import dev.tidemark.query.breakdown.CallReader.Called;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.wire.parts.PartTotals;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Operations, the one that took most time first.
 *
 * @param total how many there are, those beyond the limit included
 * @param more how many of them are beyond the limit
 */
@Serdeable
record Calls(long total, long more, List<Call> rows) {

    /**
     * One operation. Calls of a request that overlap count fully here, but once in its parts.
     *
     * @param service the service that makes the calls
     * @param kind {@code db}, {@code pool}, {@code redis} or {@code http}
     * @param target the database, the pool, the address of Redis or the called service
     * @param operation the statement with its literals replaced, the command with the prefix of its key, or the HTTP method and path template
     * @param endpoints the number of endpoints that make this call; null for background work
     * @param errors the calls that failed
     * @param p95Ms null if a stored sketch is damaged, or if the times would take too long to read
     * @param callsPerRequest per measured request of the span; null if there is none, as the following two
     * @param msPerRequest its time per measured request, in milliseconds
     * @param share its time as a share of the time of the measured requests: 1 is all of it
     * @param rowsPerCall the mean number of rows that were read or changed; null if unknown
     * @param hits reads of Redis that found their key; null if the operation is no read
     * @param misses reads of Redis that did not
     * @param hitRatio hits of both in percent; null if there are none
     * @param queryid the statement in {@code pg_stat_statements} of the monitored PostgreSQL; null if it is not known there
     */
    @Serdeable
    record Call(
            String service,
            String kind,
            String target,
            String operation,
            @Nullable Integer endpoints,
            long count,
            long errors,
            double totalMs,
            double meanMs,
            @Nullable Double p95Ms,
            double maxMs,
            @Nullable Double callsPerRequest,
            @Nullable Double msPerRequest,
            @Nullable Double share,
            @Nullable Double rowsPerCall,
            @Nullable Long hits,
            @Nullable Long misses,
            @Nullable Double hitRatio,
            @Nullable String queryid) {

        static Call of(Called called, PartTotals requests, Map<String, Long> statements) {
            Sum sum = called.sum();
            long measured = sum.background() ? 0 : requests.measured();
            Double found = sum.hits();
            Double missed = sum.misses();
            double reads = (found == null ? 0 : found) + (missed == null ? 0 : missed);
            Long id = Breakdown.isStatement(sum) ? statements.get(sum.operation()) : null;
            return new Call(
                    sum.service(),
                    sum.kind(),
                    sum.target(),
                    sum.operation(),
                    sum.background() ? null : (Integer) sum.ids().length,
                    (long) sum.count(),
                    (long) sum.errors(),
                    Rounding.millis(sum.sumMicros()),
                    Rounding.millis(sum.sumMicros() / sum.count()),
                    called.hasAllTimes()
                            ? (Double) Rounding.millis(called.sketch().quantile(0.95, 0, (long) sum.maxMicros()))
                            : null,
                    Rounding.millis(sum.maxMicros()),
                    measured == 0 ? null : (Double) Rounding.three(sum.count() / measured),
                    measured == 0 ? null : (Double) Rounding.millis(sum.sumMicros() / measured),
                    measured == 0 || requests.durationMicros() == 0
                            ? null
                            : (Double) Rounding.four(sum.sumMicros() / requests.durationMicros()),
                    rowsPerCall(sum),
                    found == null ? null : (Long) found.longValue(),
                    missed == null ? null : (Long) missed.longValue(),
                    reads == 0 || found == null ? null : (Double) Rounding.percent(found, reads),
                    id == null ? null : id.toString());
        }

        private static @Nullable Double rowsPerCall(Sum sum) {
            Double rows = sum.rows();
            Double calls = sum.rowsCount();
            return rows == null || calls == null || calls == 0 ? null : (Double) Rounding.two(rows / calls);
        }

        /** The memory of one, about. */
        long heapBytes() {
            return HeapBytes.object(120)
                    + 10L * HeapBytes.NUMBER
                    + HeapBytes.of(service)
                    + HeapBytes.of(target)
                    + HeapBytes.of(operation)
                    + HeapBytes.of(queryid);
        }
    }

    /** Those inside of requests, or those outside of them. */
    static Calls of(List<Called> operations, boolean background, PartTotals requests, Map<String, Long> statements) {
        List<Called> own = operations.stream()
                .filter(called -> called.sum().background() == background)
                .toList();
        long total = own.isEmpty() ? 0 : own.getFirst().sum().total();
        return new Calls(
                total,
                total - own.size(),
                own.stream()
                        .map(called -> Call.of(called, requests, statements))
                        .toList());
    }

    long heapBytes() {
        return rows.stream().mapToLong(Call::heapBytes).sum();
    }
}
