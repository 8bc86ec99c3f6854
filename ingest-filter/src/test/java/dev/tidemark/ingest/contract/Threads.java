package dev.tidemark.ingest.contract;

import dev.tidemark.ingest.trace.TraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.slf4j.MDC;

/** The threads of the applications under test. */
public final class Threads {
    /** A thread of an application's own; daemon, shared by all applications. */
    public static final Executor WORKER = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "worker");
        thread.setDaemon(true);
        return thread;
    });

    static final String NOTHING = "null null null";
    private static final int ENOUGH_FOR_EVERY_THREAD = 32;

    private Threads() {}

    /** The MDC's {@code trace_id} and {@code span_id} on this thread, after a call of {@link PriceClient}. */
    public static String seen() {
        try {
            PriceClient.find("1");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return ids();
    }

    private static String ids() {
        return MDC.get("trace_id") + " " + MDC.get("span_id");
    }

    /** What the threads of a pool still have after their work. */
    static List<String> leftIn(Executor pool) {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < ENOUGH_FOR_EVERY_THREAD; i++) {
            left.add(CompletableFuture.supplyAsync(() -> ids() + " " + TraceContext.current(), pool)
                    .join());
        }
        return left;
    }

    /** Completes on a thread that no library knows. */
    public static CompletableFuture<String> onAForeignThread() {
        CompletableFuture<String> later = new CompletableFuture<>();
        new Thread(() -> later.complete("done")).start();
        return later;
    }
}
