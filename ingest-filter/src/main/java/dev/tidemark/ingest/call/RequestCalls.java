package dev.tidemark.ingest.call;

import dev.tidemark.wire.event.CallKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one request: its parts, and what the calls of each operation add up to. Made by the first call of a request, and used again for another
 * request once this one is over and none of its calls runs. Thread-safe; holds its lock for some tens of nanoseconds.
 */
public final class RequestCalls {
    /** Of a request that is over. */
    public static final RequestCalls OVER = new RequestCalls();

    /** Returned instead of a place in the list of running calls: the request is over. */
    static final int NOT_OURS = -1;

    private static final RequestCallsPool POOL = new RequestCallsPool();

    private final RunningCalls running = new RunningCalls();
    private final RequestOperations operations = new RequestOperations();
    private final int[] begun = new int[CallKind.values().length];
    private @Nullable MeasuredRequest request;
    private @Nullable CallTable table;
    private int generation;
    private int open;
    private long last;
    private boolean finished;

    /** The window that all calls up to the end of the request were added to. */
    private long finishedIn = CallTable.NO_WINDOW;

    private @Nullable String method;
    private @Nullable String route;

    RequestCalls() {}

    /** Those of a request that begins its first call. */
    public static RequestCalls of(MeasuredRequest request, CallTable table) {
        RequestCalls calls = POOL.take();
        calls.prepare(request, table);
        return calls;
    }

    /** Gives back those of a request that turned out to have others. */
    public synchronized void discard() {
        recycle();
    }

    /** No other thread has them yet. */
    private void prepare(MeasuredRequest of, CallTable into) {
        request = of;
        table = into;
        last = Long.MIN_VALUE;
    }

    /** Begins a call; returns its place, or {@link #NOT_OURS} if the request is over. */
    synchronized int begin(CallKind kind, MeasuredRequest of, long nanos) {
        if (request != of) {
            return NOT_OURS;
        }
        begun[kind.ordinal()]++;
        open++;
        return running.add(kind.ordinal(), inOrder(nanos));
    }

    /**
     * Ends a call that has begun here. The caller holds the lock of this object.
     *
     * @return the window that it was added to; {@link CallTable#NO_WINDOW} if that is the one of the request
     */
    long end(int place, Operation operation, long micros, boolean failed, long nanos) {
        running.remove(place, inOrder(nanos));
        open--;
        if (!finished) {
            operations.of(operation).call(micros, failed);
            return CallTable.NO_WINDOW;
        }
        return table == null ? CallTable.NO_WINDOW : table.call(method, route, operation, micros, failed, nanos);
    }

    /**
     * Lets a call go on that has ended; returns its place, or {@link #NOT_OURS} if these are the calls of another request by now. The
     * caller holds the lock of this object.
     */
    int resume(CallKind kind, int of, long nanos) {
        if (generation != of) {
            return NOT_OURS;
        }
        open++;
        return running.add(kind.ordinal(), inOrder(nanos));
    }

    /**
     * Stops a call of {@code micros} that has gone on for {@code by}. The caller holds the lock of this object.
     *
     * @param of what {@link #end} returned
     */
    void pause(int place, long of, Operation operation, long micros, long by, long nanos) {
        running.remove(place, inOrder(nanos));
        open--;
        if (!finished) {
            operations.of(operation).resumed(micros, by);
        } else if (table != null) {
            table.resumed(windowOf(of), method, route, operation, micros, by);
        }
    }

    /**
     * Adds what a call of a generation has found; nothing if these are the calls of another request by now. The caller holds the lock
     * of this object.
     */
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
        request = null;
        long end = inOrder(nanos);
        running.stop(end);
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
    public synchronized void finish(String methodOf, String routeOf, long end) {
        if (table != null) {
            finishedIn = table.calls(methodOf, routeOf, operations, end);
        }
        if (open == 0) {
            recycle();
        } else {
            finished = true;
            method = methodOf;
            route = routeOf;
        }
    }

    private void recycle() {
        generation++;
        request = null;
        table = null;
        Arrays.fill(begun, 0);
        // Not kept if it became large.
        if (operations.clear() & running.clear()) {
            POOL.give(this);
        }
    }

    /** Threads read the clock before they get the lock. */
    private long inOrder(long nanos) {
        last = Math.max(last, nanos);
        return last;
    }
}
