package dev.tidemark.ingest.call;

import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.CallSummary;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of this process add up to in the current window of ten seconds. Threads add to different stripes if they meet; the
 * stripes are merged when the window is over. Thread-safe; never waits for Kafka.
 */
public final class CallTable {
    /** The memory that a window may take, about, in bytes; half of it for names. */
    static final long MAX_BYTES = 8 << 20;

    /** Instead of the start of a window: the calls are in none. */
    static final long NO_WINDOW = Long.MIN_VALUE;

    private static final long WINDOW_MICROS = Duration.ofSeconds(10).toNanos() / 1000;
    private static final int MAX_STRIPES = 4;

    private final String service;
    private final String instance;
    private final int maxOperations;
    private final InstantSource timeOfDay;
    private final Consumer<CallSummary> taker;
    private final Runnable refused;
    private final RequestCallsPool pool = new RequestCallsPool();
    private final LongAdder folded = new LongAdder();
    private final Stripe[] stripes;
    private volatile boolean closed;

    /**
     * @param maxOperations the most operations of a window
     * @param taker takes the summaries of windows that are over, on any thread
     * @param refused counts a summary that came after {@link #close()}
     */
    public CallTable(
            String service,
            String instance,
            int maxOperations,
            InstantSource timeOfDay,
            Consumer<CallSummary> taker,
            Runnable refused) {
        this.service = service;
        this.instance = instance;
        this.maxOperations = maxOperations;
        this.timeOfDay = timeOfDay;
        this.taker = taker;
        this.refused = refused;
        int processors = Runtime.getRuntime().availableProcessors();
        this.stripes = new Stripe[processors == 1 ? 1 : processors < MAX_STRIPES ? 2 : MAX_STRIPES];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Stripe();
        }
    }

    RequestCallsPool pool() {
        return pool;
    }

    /** Adds the calls of a request; returns the start of their window, or {@link #NO_WINDOW}. */
    long calls(String method, String route, RequestOperations operations, long nanos) {
        if (operations.size() == 0) {
            return NO_WINDOW;
        }
        Stripe stripe = locked();
        try {
            CallWindow window = stripe.window(nanos);
            if (window == null) {
                for (int i = 0; i < operations.size(); i++) {
                    refused.run();
                }
                return NO_WINDOW;
            }
            for (int i = 0; i < operations.size(); i++) {
                window.calls(method, route, operations.get(i));
            }
            stripe.check(window);
            return window.startMicros();
        } finally {
            stripe.lock.unlock();
        }
    }

    /** Adds a call in the background, or one that ended after its request; returns as {@link #calls}. */
    long call(
            @Nullable String method,
            @Nullable String route,
            Operation operation,
            long micros,
            boolean failed,
            long nanos) {
        Stripe stripe = locked();
        try {
            CallWindow window = stripe.window(nanos);
            if (window == null) {
                refused.run();
                return NO_WINDOW;
            }
            window.call(method, route, operation, micros, failed);
            stripe.check(window);
            return window.startMicros();
        } finally {
            stripe.lock.unlock();
        }
    }

    /** Lets a call of {@code micros} that was added take {@code by} longer, if its window, which began at {@code start}, is still there. */
    void resumed(
            long start, @Nullable String method, @Nullable String route, Operation operation, long micros, long by) {
        change(start, method, route, operation, entry -> entry.extend(micros + by, by));
    }

    /** Adds what a call that was added has found, if its window, which began at {@code start}, is still there. */
    void found(
            long start,
            @Nullable String method,
            @Nullable String route,
            Operation operation,
            long rows,
            long hits,
            long misses) {
        change(start, method, route, operation, entry -> entry.found(rows, hits, misses));
    }

    private void change(
            long start,
            @Nullable String method,
            @Nullable String route,
            Operation operation,
            Consumer<CallEntry> change) {
        int first = own();
        for (int i = 0; i < stripes.length; i++) {
            Stripe stripe = stripes[(first + i) & (stripes.length - 1)];
            stripe.acquire();
            try {
                CallWindow window = stripe.window;
                CallEntry entry =
                        window == null || window.startMicros() != start ? null : window.find(method, route, operation);
                if (entry != null) {
                    change.accept(entry);
                    return;
                }
            } finally {
                stripe.lock.unlock();
            }
        }
    }

    /** A stripe that this thread now holds the lock of: its own, or another if that is taken. */
    private Stripe locked() {
        int first = own();
        for (int i = 0; i < stripes.length; i++) {
            Stripe stripe = stripes[(first + i) & (stripes.length - 1)];
            if (stripe.lock.tryLock()) {
                return stripe;
            }
        }
        Stripe own = stripes[first];
        own.acquire();
        return own;
    }

    /** The number of this thread's stripe. */
    private int own() {
        return (int) Thread.currentThread().getId() & (stripes.length - 1);
    }

    /** Whether a window is over that has calls. */
    public boolean isDue() {
        long now = System.nanoTime();
        for (Stripe stripe : stripes) {
            if (stripe.isUsed && now - stripe.endNanos >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Hands over the calls of the windows that are over. */
    public void drain() {
        long now = System.nanoTime();
        drain(stripe -> now - stripe.endNanos >= 0);
    }

    /** Hands over all calls, also those of the window that is not over. */
    public void flush() {
        drain(stripe -> true);
    }

    /** Hands over all calls; later ones are refused. */
    public void close() {
        closed = true;
        flush();
    }

    /** How many calls were counted as {@code (other)} so far. */
    public long folded() {
        return folded.sum();
    }

    private void drain(Predicate<Stripe> isOver) {
        List<CallWindow> windows = new ArrayList<>();
        for (Stripe stripe : stripes) {
            stripe.acquire();
            try {
                CallWindow window = stripe.window;
                if (window != null && isOver.test(stripe)) {
                    stripe.reset();
                    merge(windows, window);
                }
            } finally {
                stripe.lock.unlock();
            }
        }
        windows.forEach(this::handOver);
    }

    private static void merge(List<CallWindow> windows, CallWindow part) {
        for (CallWindow known : windows) {
            if (known.startMicros() == part.startMicros()) {
                known.add(part);
                return;
            }
        }
        windows.add(part);
    }

    private void handOver(CallWindow window) {
        folded.add(window.folded());
        window.forEach(entry -> taker.accept(entry.summary(window.startMicros(), service, instance)));
    }

    /** A part of the table with a lock of its own. */
    private final class Stripe {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable CallWindow window;
        private volatile long endNanos;
        private volatile boolean isUsed;

        /**
         * Takes the lock, which is held for microseconds. The thread does not park: the caller may hold a monitor, and a virtual thread
         * that waits with one keeps its carrier up to Java 23, which those before it in the queue may need.
         */
        void acquire() {
            while (!lock.tryLock()) {
                Thread.yield();
            }
        }

        /** The window of now; null if the table is closed. */
        @Nullable CallWindow window(long nanos) {
            if (closed) {
                return null;
            }
            CallWindow known = window;
            if (known != null) {
                if (nanos - endNanos < 0) {
                    return known;
                }
                // The sender's thread has not come by: Kafka is away.
                reset();
                handOver(known);
            }
            long now = Timestamps.toMicros(timeOfDay.instant());
            long start = now - Math.floorMod(now, WINDOW_MICROS);
            CallWindow next = new CallWindow(start, maxOperations, MAX_BYTES / 2 / stripes.length);
            window = next;
            endNanos = nanos + (start + WINDOW_MICROS - now) * 1000;
            isUsed = true;
            return next;
        }

        /** Sketches grow with what they count: a window that becomes too large ends early. */
        void check(CallWindow known) {
            if (known.bytes() > MAX_BYTES / stripes.length) {
                reset();
                handOver(known);
            }
        }

        void reset() {
            window = null;
            isUsed = false;
        }
    }
}
