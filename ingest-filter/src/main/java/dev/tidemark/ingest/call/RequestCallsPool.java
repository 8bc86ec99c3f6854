package dev.tidemark.ingest.call;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** Keeps a few objects of finished requests for others, near to their threads. Thread-safe. */
final class RequestCallsPool {
    /** The most objects that are kept, each of at most 8 KiB. */
    static final int KEPT = 64;

    // Each place is on a cache line of its own.
    private static final int SPACING = 16;

    private final AtomicReferenceArray<RequestCalls> places = new AtomicReferenceArray<>(KEPT * SPACING);

    RequestCalls take(CallTable table) {
        int place = place();
        RequestCalls kept = places.getPlain(place) == null ? null : places.getAndSet(place, null);
        return kept == null ? new RequestCalls(table) : kept;
    }

    void give(RequestCalls free) {
        int place = place();
        if (places.getPlain(place) == null) {
            places.setRelease(place, free);
        }
    }

    private static int place() {
        return ((int) Thread.currentThread().getId() & (KEPT - 1)) * SPACING;
    }
}
