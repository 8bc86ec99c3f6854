package dev.tidemark.query.diagnosis.attribute;

import dev.tidemark.query.diagnosis.attribute.Side.CallSums;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The calls of one part on one side.
 *
 * @param requests the measured requests
 * @param partMillis the part's time in a request
 * @param scale what the time of a call counts, at most 1
 */
record PartCalls(double requests, double partMillis, double scale, Map<Operation, CallSums> calls) {
    /** Less is rounding: calls are published every 10 s, those of a request perhaps in the next window. */
    private static final double SCALED = 0.95;

    static PartCalls of(Part part, Side side) {
        Map<Operation, CallSums> calls = side.calls().entrySet().stream()
                .filter(call -> part.isOf(call.getKey().kind()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        // The calls are those of all requests of filters that measure; requests that were not measured made none.
        double requests = side.totals().measured();
        double partMillis = part.millis(side.totals());
        double callMillis = requests == 0
                ? 0
                : calls.values().stream().mapToDouble(CallSums::micros).sum() / 1000 / requests;
        double scale = callMillis <= partMillis || callMillis == 0 ? 1 : partMillis / callMillis;
        return new PartCalls(requests, partMillis, scale, calls);
    }

    boolean isScaled() {
        return scale < SCALED;
    }

    CallSums sums(Operation operation) {
        return calls.getOrDefault(operation, CallSums.NONE);
    }

    /** The calls of a request. */
    double perRequest(Operation operation) {
        return requests == 0 ? 0 : sums(operation).count() / requests;
    }

    /** The time of a call. */
    double millis(Operation operation) {
        CallSums sums = sums(operation);
        return sums.count() == 0 ? 0 : sums.micros() / 1000 / sums.count();
    }

    double scaledMillis(Operation operation) {
        return scale * millis(operation);
    }

    /** The part's time in a request that no call accounts for. */
    double restMillis() {
        double explained = calls.keySet().stream()
                .mapToDouble(name -> perRequest(name) * scaledMillis(name))
                .sum();
        return partMillis - explained;
    }
}
