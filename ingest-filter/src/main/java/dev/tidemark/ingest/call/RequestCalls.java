package dev.tidemark.ingest.call;

import dev.tidemark.wire.event.CallKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one request: its parts, and what the calls of each operation add up to. Made by the first call of a request, and used again for another
 * request once this one is over and none of its calls runs. Thread-safe; holds its lock for some tens of nanoseconds.
 */
public final class RequestCalls extends CallOwner {
    /** Of a request that is over. */
    public static final RequestCalls OVER = new RequestCalls(null);

    /** Takes these calls when the request is over; null if there are none. */
    private final @Nullable CallTable table;

    private final RunningCalls running = new RunningCalls();
    private final RequestOperations operations = new RequestOperations();
    private final int[] begun = new int[CallKind.values().length];
    private int generation;
    private int open;
    private long last = Long.MIN_VALUE;
    private boolean finished;

    /** No call ran when the request was over, so from then on no other thread changes anything. */
    private boolean quiet;

    /** The window that all calls up to the end of the request were added to. */
    private long finishedIn = CallTable.NO_WINDOW;

    private @Nullable String method;
    private @Nullable String route;

    RequestCalls(@Nullable CallTable table) {
        this.table = table;
    }

    /** For a request that begins its first call. */
    public static RequestCalls of(CallTable table) {
        return table.pool().take(table);
    }

    /** Gives back those of a request that turned out to have others. */
    public void discard() {
        recycle();
    }

    /** Begins a call; returns its place, or {@link #NOT_OURS} if the request is over. */
    synchronized int begin(CallKind kind, MeasuredRequest of, long nanos) {
        // A request lets go of its calls before it stops them, so until then they are not those of another one.
        if (table == null || !of.isMeasuredBy(this)) {
            return NOT_OURS;
        }
        begun[kind.ordinal()]++;
        open++;
        return running.add(kind.ordinal(), inOrder(nanos));
    }

    @Override
    long end(int place, Operation operation, long micros, boolean failed, long nanos) {
        running.remove(place, inOrder(nanos));
        open--;
        if (!finished) {
            operations.of(operation).call(micros, failed);
            return CallTable.NO_WINDOW;
        }
        return table == null ? CallTable.NO_WINDOW : table.call(method, route, operation, micros, failed, nanos);
    }

    /** Returns {@link #NOT_OURS} if these are the calls of another request by now. */
    @Override
    int resume(CallKind kind, int of, long nanos) {
        if (generation != of) {
            return NOT_OURS;
        }
        open++;
        return running.add(kind.ordinal(), inOrder(nanos));
    }

    @Override
    void pause(int place, long of, Operation operation, long micros, long by, long nanos) {
        if (place == NOT_OURS) {
            return;
        }
        running.remove(place, inOrder(nanos));
        open--;
        if (!finished) {
            operations.of(operation).resumed(micros, by);
        } else if (table != null) {
            table.resumed(windowOf(of), method, route, operation, micros, by);
        }
    }

    /** Adds nothing if these are the calls of another request by now. */
    @Override
    void found(int of, long window, Operation operation, long rows, long hits, long misses) {
        if (generation != of) {
            return;
        }
        if (!finished) {
            operations.of(operation).found(rows, hits, misses);
        } else if (table != null) {
            table.found(windowOf(window), method, route, operation, rows, hits, misses);
        }
    }

    private long windowOf(long ended) {
        return ended == CallTable.NO_WINDOW ? finishedIn : ended;
    }

    /** Which request these calls are of. Does not change while one of its calls runs. */
    int generation() {
        return generation;
    }

    /**
     * Ends the measurement of the parts: the request is over. Further calls do not belong to it.
     *
     * @param nanos the time now
     * @return the end of the request: the time now, or that of its last step if that was later
     */
    public synchronized long stop(long nanos) {
        long end = inOrder(nanos);
        running.stop(end);
        if (open == 0) {
            quiet = true;
            // A call that has ended finds its request no more, and so neither goes on nor finds anything.
            generation++;
        }
        return end;
    }

    /** After {@link #stop}, the microseconds of a part. */
    public long micros(CallKind kind) {
        return running.nanos(kind) / 1000;
    }

    /** After {@link #stop}, how many calls of a kind have begun. */
    public int calls(CallKind kind) {
        return begun[kind.ordinal()];
    }

    /** After {@link #stop}, adds all calls to the table of the process. These calls must not be used afterwards. */
    public void finish(String methodOf, String routeOf, long end) {
        if (quiet) {
            addToTable(methodOf, routeOf, end);
            recycle();
        } else {
            finishWhileCallsRun(methodOf, routeOf, end);
        }
    }

    private synchronized void finishWhileCallsRun(String methodOf, String routeOf, long end) {
        finishedIn = addToTable(methodOf, routeOf, end);
        finished = true;
        method = methodOf;
        route = routeOf;
    }

    private long addToTable(String methodOf, String routeOf, long end) {
        return table == null ? CallTable.NO_WINDOW : table.calls(methodOf, routeOf, operations, end);
    }

    private void recycle() {
        quiet = false;
        last = Long.MIN_VALUE;
        Arrays.fill(begun, 0);
        // Not kept if it became large.
        if (table != null && (operations.clear() & running.clear())) {
            table.pool().give(this);
        }
    }

    /** Threads read the clock before they get the lock. */
    private long inOrder(long nanos) {
        last = Math.max(last, nanos);
        return last;
    }
}
