package dev.tidemark.ingest.call;

import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.sketch.LatencySketch;
import org.jspecify.annotations.Nullable;

/** The calls of one operation for the requests of one endpoint, or in the background, within one window. Not thread-safe. */
final class CallEntry extends CallTotals {
    /** The objects without texts and sketch, about. */
    private static final int OBJECT_BYTES = 200;

    private static final int TEXT_BYTES = 56;

    private final @Nullable String method;
    private final @Nullable String route;
    private final Operation operation;
    private final LatencySketch sketch = new LatencySketch();

    CallEntry(@Nullable String method, @Nullable String route, Operation operation) {
        this.method = method;
        this.route = route;
        this.operation = operation;
    }

    @Nullable String method() {
        return method;
    }

    @Nullable String route() {
        return route;
    }

    Operation operation() {
        return operation;
    }

    boolean is(@Nullable String ofMethod, @Nullable String ofRoute, Operation of) {
        return operation.equals(of) && equal(route, ofRoute) && equal(method, ofMethod);
    }

    private static boolean equal(@Nullable String one, @Nullable String other) {
        return one == null ? other == null : one.equals(other);
    }

    int hash() {
        return hash(method, route, operation);
    }

    static int hash(@Nullable String method, @Nullable String route, Operation operation) {
        int endpoint = route == null || method == null ? 0 : 31 * route.hashCode() + method.hashCode();
        return RequestOperations.spread(31 * endpoint + operation.hashCode());
    }

    /** What this adds to the memory of a window, about; without its sketch, which may grow. */
    static int heapBytes(@Nullable String route, Operation operation) {
        int characters = operation.target().length() + operation.operation().length();
        return OBJECT_BYTES + 3 * TEXT_BYTES + 2 * (characters + (route == null ? 0 : route.length()));
    }

    LatencySketch sketch() {
        return sketch;
    }

    CallSummary summary(long windowMicros, String service, String instance) {
        return new CallSummary(
                windowMicros,
                service,
                instance,
                method,
                route,
                operation.kind(),
                operation.target(),
                operation.operation(),
                count(),
                errors(),
                sumMicros(),
                maxMicros(),
                known(rows()),
                known(hits()),
                known(misses()),
                sketch);
    }

    private static @Nullable Long known(long value) {
        return value == UNKNOWN ? null : value;
    }
}
