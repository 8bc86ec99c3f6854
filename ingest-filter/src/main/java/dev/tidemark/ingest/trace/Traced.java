package dev.tidemark.ingest.trace;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Tasks that run with the trace of the request that handed them over, whatever thread runs them. A thread keeps nothing
 * of the trace afterwards. Without a current trace, a task is returned as it is.
 *
 * <pre>{@code
 * CompletableFuture.supplyAsync(this::prices, Traced.executor(pool));
 * }</pre>
 */
public final class Traced {
    private Traced() {}

    public static Runnable runnable(Runnable task) {
        TraceContext trace = TraceContext.current();
        return trace == null ? task : runnable(trace, task);
    }

    /** The same with the trace {@code trace}. */
    public static Runnable runnable(TraceContext trace, Runnable task) {
        return () -> {
            try (TraceScope ignored = trace.makeCurrent()) {
                task.run();
            }
        };
    }

    public static <T> Callable<T> callable(Callable<T> task) {
        TraceContext trace = TraceContext.current();
        if (trace == null) {
            return task;
        }
        return () -> {
            try (TraceScope ignored = trace.makeCurrent()) {
                return task.call();
            }
        };
    }

    public static <T> Supplier<T> supplier(Supplier<T> task) {
        TraceContext trace = TraceContext.current();
        if (trace == null) {
            return task;
        }
        return () -> {
            try (TraceScope ignored = trace.makeCurrent()) {
                return task.get();
            }
        };
    }

    /** An executor whose tasks run with the trace of the thread that submits them. */
    public static Executor executor(Executor executor) {
        return task -> executor.execute(runnable(task));
    }
}
