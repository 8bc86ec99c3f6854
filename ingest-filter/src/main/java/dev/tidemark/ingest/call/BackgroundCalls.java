package dev.tidemark.ingest.call;

import dev.tidemark.wire.event.CallKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Calls outside of requests. They are in no part, so nothing is known of those that run. */
public final class BackgroundCalls extends CallOwner {
    /** One for each of so many threads, because their calls need a lock. */
    private static final int THREADS = 64;

    private static volatile BackgroundCalls @Nullable [] current;

    private final CallTable table;

    private BackgroundCalls(CallTable table) {
        this.table = table;
    }

    /** From now on, this table takes the calls outside of requests; null if they are not measured any more. */
    public static void addTo(@Nullable CallTable table) {
        if (table == null) {
            current = null;
        } else {
            BackgroundCalls[] next = new BackgroundCalls[THREADS];
            Arrays.setAll(next, i -> new BackgroundCalls(table));
            current = next;
        }
    }

    /** Those of this thread; null if they are not measured. */
    static @Nullable BackgroundCalls current() {
        BackgroundCalls[] known = current;
        return known == null ? null : known[(int) Thread.currentThread().getId() & (THREADS - 1)];
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
