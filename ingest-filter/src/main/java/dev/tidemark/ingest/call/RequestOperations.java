package dev.tidemark.ingest.call;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one request, whose entries are used again. A few are found one by one, as most requests have few; more in a hash table
 * with open addressing. Not thread-safe.
 */
final class RequestOperations {
    /** The most operations of a request; further ones count as {@code (other)} of their kind. */
    static final int MAX_OPERATIONS = 100;

    private static final int FEW = 8;

    /** Tables that grew beyond this are not kept. */
    private static final int KEPT = 16;

    private OperationCalls[] used = {new OperationCalls(), new OperationCalls()};
    private int size;

    /** Null while there are few. */
    private @Nullable OperationCalls @Nullable [] places;

    int size() {
        return size;
    }

    OperationCalls get(int index) {
        return used[index];
    }

    /** The entry of an operation, or the one that stands for it once there are too many; made if it does not exist. */
    OperationCalls of(Operation operation) {
        OperationCalls known = find(operation);
        if (known != null) {
            return known;
        }
        if (size < MAX_OPERATIONS) {
            return add(operation);
        }
        Operation other = Operation.other(operation.kind());
        OperationCalls others = find(other);
        return others == null ? add(other) : others;
    }

    private @Nullable OperationCalls find(Operation operation) {
        @Nullable OperationCalls[] many = places;
        if (many != null) {
            return many[place(many, operation)];
        }
        for (int i = 0; i < size; i++) {
            if (used[i].operation().equals(operation)) {
                return used[i];
            }
        }
        return null;
    }

    /** Where the entry of an operation is, or would be. */
    private static int place(@Nullable OperationCalls[] many, Operation operation) {
        int mask = many.length - 1;
        int at = spread(operation.hashCode()) & mask;
        for (OperationCalls entry = many[at]; entry != null; entry = many[at]) {
            if (entry.operation().equals(operation)) {
                return at;
            }
            at = (at + 1) & mask;
        }
        return at;
    }

    private OperationCalls add(Operation operation) {
        if (size == used.length) {
            grow();
        }
        OperationCalls entry = used[size++];
        entry.of(operation);
        @Nullable OperationCalls[] many = places;
        if (many != null) {
            many[place(many, operation)] = entry;
        }
        return entry;
    }

    private void grow() {
        OperationCalls[] more = Arrays.copyOf(used, 2 * size);
        for (int i = size; i < more.length; i++) {
            more[i] = new OperationCalls();
        }
        used = more;
        if (more.length > FEW) {
            @Nullable OperationCalls[] many = new @Nullable OperationCalls[2 * more.length];
            for (int i = 0; i < size; i++) {
                many[place(many, more[i].operation())] = more[i];
            }
            places = many;
        }
    }

    static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }

    /** Empties the table; returns whether it is small enough to be kept for another request. */
    boolean clear() {
        if (used.length > KEPT) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            used[i].clear();
        }
        if (places != null) {
            Arrays.fill(places, null);
        }
        size = 0;
        return true;
    }
}
