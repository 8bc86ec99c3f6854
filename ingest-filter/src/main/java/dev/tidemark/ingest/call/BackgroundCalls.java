package dev.tidemark.ingest.call;

import dev.tidemark.wire.event.CallKind;
import org.jspecify.annotations.Nullable;

/** A call outside of requests, which is in no part. Each has one of its own, so that those of several threads do not wait for each other. */
public final class BackgroundCalls extends CallOwner {
    private static volatile @Nullable CallTable current;

    private final CallTable table;

    private BackgroundCalls(CallTable table) {
        this.table = table;
    }

    /** From now on, this table takes the calls outside of requests; null if they are not measured any more. */
    public static void addTo(@Nullable CallTable table) {
        current = table;
    }

    /** For a call that begins; null if they are not measured. */
    static @Nullable BackgroundCalls begin() {
        CallTable table = current;
        return table == null ? null : new BackgroundCalls(table);
    }

    @Override
    long end(int place, Operation operation, long micros, boolean failed, long nanos) {
        return table.call(null, null, operation, micros, failed, nanos);
    }

    @Override
    int resume(CallKind kind, int generation, long nanos) {
        return NOT_OURS;
    }

    @Override
    void pause(int place, long window, Operation operation, long micros, long by, long nanos) {
        table.resumed(window, null, null, operation, micros, by);
    }

    @Override
    void found(int generation, long window, Operation operation, long rows, long hits, long misses) {
        table.found(window, null, null, operation, rows, hits, misses);
    }
}
