package dev.tidemark.query.diagnosis.attribute;

import dev.tidemark.wire.parts.PartTotals;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests of an endpoint in a span, and the calls that they made.
 *
 * @param requests those that have a latency
 * @param micros the sum of their latencies
 * @param totals the parts of those that were measured
 * @param first the start of the first window with a request; null if unknown
 */
public record Side(
        double requests,
        double micros,
        PartTotals totals,
        Map<Operation, CallSums> calls,
        @Nullable Instant first) {
    public static final Side NONE = new Side(0, 0, PartTotals.NONE, Map.of());

    public Side {
        calls = Map.copyOf(calls);
    }

    public Side(double requests, double micros, PartTotals totals, Map<Operation, CallSums> calls) {
        this(requests, micros, totals, calls, null);
    }

    /** An operation of a kind of call on a target. */
    public record Operation(String kind, String target, String name) {}

    /**
     * Sums of calls.
     *
     * @param hits reads of Redis that found their key
     * @param misses those that did not
     */
    public record CallSums(double count, double errors, double micros, double hits, double misses) {
        public static final CallSums NONE = new CallSums(0, 0, 0, 0, 0);

        /** These and {@code other}. */
        public CallSums plus(CallSums other) {
            return new CallSums(
                    count + other.count,
                    errors + other.errors,
                    micros + other.micros,
                    hits + other.hits,
                    misses + other.misses);
        }
    }

    /** The mean latency in milliseconds; 0 without requests. */
    public double meanMillis() {
        return requests == 0 ? 0 : micros / 1000 / requests;
    }

    public boolean isMeasured() {
        return totals.measured() > 0;
    }
}
