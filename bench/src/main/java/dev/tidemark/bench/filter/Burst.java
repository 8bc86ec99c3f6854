package dev.tidemark.bench.filter;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs bursts of requests on a number of threads, which share the processors. */
final class Burst implements AutoCloseable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final ExecutorService executor;
    private final int threads;
    private final int requests;

    /**
     * @param threads the number of request threads
     * @param requests the requests of a burst, over all threads
     */
    Burst(int threads, int requests) {
        this.executor = Executors.newFixedThreadPool(threads);
        this.threads = threads;
        this.requests = requests;
    }

    /**
     * What a request costs the thread that serves it.
     *
     * @param nanos the processor's time, which the load of others on the machine changes little
     * @param bytes the allocated memory
     */
    record Cost(double nanos, double bytes) {}

    /** Runs a burst and waits until it is processed. */
    Cost run(RequestPath path) throws InterruptedException {
        int own = requests / threads;
        List<Future<Cost>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int first = i * own;
            running.add(executor.submit(() -> measured(path, first, own)));
        }
        double nanos = 0;
        double bytes = 0;
        for (Future<Cost> thread : running) {
            try {
                nanos += thread.get().nanos();
                bytes += thread.get().bytes();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a request thread of bench filter failed", e);
            }
        }
        path.settle();
        return new Cost(nanos / (own * threads), bytes / (own * threads));
    }

    private static Cost measured(RequestPath path, int first, int requests) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long start = THREADS.getCurrentThreadCpuTime();
        path.serve(first, requests);
        long nanos = THREADS.getCurrentThreadCpuTime() - start;
        return new Cost(nanos, THREADS.getCurrentThreadAllocatedBytes() - bytes);
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
