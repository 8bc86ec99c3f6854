package dev.tidemark.ingest.call;

import dev.tidemark.wire.event.Series;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one window of ten seconds: a hash table with open addressing, so that finding an entry allocates nothing. Beyond the
 * limit, the operations of an endpoint count as {@code (other)} of their kind; beyond twice the limit, endpoints do so, too. Not
 * thread-safe.
 */
final class CallWindow {
    private static final int FIRST = 64;

    private final long startMicros;
    private final int maxOperations;
    private long maxBytes;
    private @Nullable CallEntry[] places = new @Nullable CallEntry[FIRST];
    private int size;
    private long bytes;
    private long folded;

    /**
     * @param startMicros when it began, in microseconds since the epoch
     * @param maxOperations the limit of entries
     * @param maxBytes the limit of the memory of entries without their sketches
     */
    CallWindow(long startMicros, int maxOperations, long maxBytes) {
        this.startMicros = startMicros;
        this.maxOperations = maxOperations;
        this.maxBytes = maxBytes;
    }

    long startMicros() {
        return startMicros;
    }

    int size() {
        return size;
    }

    /** The memory of all entries, about. */
    long bytes() {
        return bytes;
    }

    /** How many calls were counted as {@code (other)}. */
    long folded() {
        return folded;
    }

    void calls(@Nullable String method, @Nullable String route, OperationCalls calls) {
        CallEntry entry = of(method, route, calls.operation(), calls.count());
        entry.add(calls);
        long before = entry.sketch().heapBytes();
        calls.mergeInto(entry.sketch());
        bytes += entry.sketch().heapBytes() - before;
    }

    CallEntry call(@Nullable String method, @Nullable String route, Operation operation, long micros, boolean failed) {
        CallEntry entry = of(method, route, operation, 1);
        entry.add(micros, failed);
        long before = entry.sketch().heapBytes();
        entry.sketch().add(micros);
        bytes += entry.sketch().heapBytes() - before;
        return entry;
    }

    /** Adds the entries of another part of this window. */
    void add(CallWindow other) {
        maxBytes += other.maxBytes;
        other.forEach(entry -> {
            CallEntry own = of(entry.method(), entry.route(), entry.operation(), entry.count());
            own.add(entry);
            own.sketch().merge(entry.sketch());
        });
        folded += other.folded;
    }

    void forEach(Consumer<CallEntry> action) {
        for (CallEntry entry : places) {
            if (entry != null) {
                action.accept(entry);
            }
        }
    }

    /** The entry that calls of this key were added to; null if there is none. */
    @Nullable CallEntry find(@Nullable String method, @Nullable String route, Operation operation) {
        CallEntry known = get(method, route, operation);
        return known == null ? get(method, route, Operation.other(operation.kind())) : known;
    }

    private CallEntry of(@Nullable String method, @Nullable String route, Operation operation, long count) {
        CallEntry known = get(method, route, operation);
        if (known != null) {
            return known;
        }
        if (isRoom(maxOperations, route, operation)) {
            return put(method, route, operation);
        }
        folded += count;
        Operation other = Operation.other(operation.kind());
        CallEntry others = get(method, route, other);
        if (others != null) {
            return others;
        }
        if (route == null || isRoom(2 * maxOperations, route, other)) {
            return put(method, route, other);
        }
        CallEntry all = get(Series.OTHER, Series.OTHER, other);
        return all == null ? put(Series.OTHER, Series.OTHER, other) : all;
    }

    private boolean isRoom(int most, @Nullable String route, Operation operation) {
        return size < most && bytes + CallEntry.heapBytes(route, operation) <= maxBytes;
    }

    private @Nullable CallEntry get(@Nullable String method, @Nullable String route, Operation operation) {
        int mask = places.length - 1;
        int at = CallEntry.hash(method, route, operation) & mask;
        for (CallEntry entry = places[at]; entry != null; entry = places[at]) {
            if (entry.is(method, route, operation)) {
                return entry;
            }
            at = (at + 1) & mask;
        }
        return null;
    }

    private CallEntry put(@Nullable String method, @Nullable String route, Operation operation) {
        if (2 * size >= places.length) {
            @Nullable CallEntry[] smaller = places;
            places = new @Nullable CallEntry[2 * smaller.length];
            for (CallEntry entry : smaller) {
                if (entry != null) {
                    place(entry);
                }
            }
        }
        CallEntry entry = new CallEntry(method, route, operation);
        place(entry);
        size++;
        bytes += CallEntry.heapBytes(route, operation) + entry.sketch().heapBytes();
        return entry;
    }

    private void place(CallEntry entry) {
        int mask = places.length - 1;
        int at = entry.hash() & mask;
        while (places[at] != null) {
            at = (at + 1) & mask;
        }
        places[at] = entry;
    }
}
