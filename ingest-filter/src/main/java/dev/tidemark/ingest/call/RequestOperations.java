package dev.tidemark.ingest.call;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The operations of one request: a hash table with open addressing, whose entries are used again. Not thread-safe. */
final class RequestOperations {
    /** The most operations of a request; further ones count as {@code (other)} of their kind. */
    static final int MAX_OPERATIONS = 100;

    private static final int FIRST = 8;

    /** Tables that grew beyond this are not kept. */
    private static final int KEPT = 32;

    private OperationCalls[] used = {new OperationCalls(), new OperationCalls()};
    private int size;
    private @Nullable OperationCalls[] places = new @Nullable OperationCalls[FIRST];

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
        int mask = places.length - 1;
        int at = spread(operation.hashCode()) & mask;
        for (OperationCalls entry = places[at]; entry != null; entry = places[at]) {
            if (entry.operation().equals(operation)) {
                return entry;
            }
            at = (at + 1) & mask;
        }
        return null;
    }

    private OperationCalls add(Operation operation) {
        if (size == used.length) {
            OperationCalls[] more = Arrays.copyOf(used, 2 * size);
            for (int i = size; i < more.length; i++) {
                more[i] = new OperationCalls();
            }
            used = more;
        }
        OperationCalls entry = used[size++];
        entry.begin(operation);
        if (2 * size > places.length) {
            places = new @Nullable OperationCalls[2 * places.length];
            for (int i = 0; i < size; i++) {
                place(used[i]);
            }
        } else {
            place(entry);
        }
        return entry;
    }

    private void place(OperationCalls entry) {
        int mask = places.length - 1;
        int at = spread(entry.operation().hashCode()) & mask;
        while (places[at] != null) {
            at = (at + 1) & mask;
        }
        places[at] = entry;
    }

    static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }

    /** Empties the table; returns whether it is small enough to be kept for another request. */
    boolean clear() {
        if (places.length > KEPT) {
            return false;
        }
        Arrays.fill(places, null);
        for (int i = 0; i < size; i++) {
            used[i].begin(Operation.other(used[i].operation().kind()));
        }
        size = 0;
        return true;
    }
}
