package dev.tidemark.demo.inventory;

import dev.tidemark.ingest.trace.Traced;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that finish asynchronous requests; their log lines and calls belong to the request. */
final class Workers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final int THREADS = 6;
    private static final int WAITING = 64;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("reservation-", 1).factory());

    /**
     * Runs the work of a request and completes the request.
     *
     * @throws java.util.concurrent.RejectedExecutionException if too many requests are waiting
     */
    void run(AsyncContext async, Work work) {
        threads.execute(Traced.runnable(() -> finish(async, work)));
    }

    private static void finish(AsyncContext async, Work work) {
        try {
            answer(async, work);
            async.complete();
        } catch (IOException | IllegalStateException e) {
            // The caller disconnected, or the container answered after a timeout.
            LOG.debug("the response could not be written", e);
        }
    }

    private static void answer(AsyncContext async, Work work) throws IOException {
        try {
            work.run();
        } catch (RuntimeException e) {
            Answers.failure((HttpServletRequest) async.getRequest(), (HttpServletResponse) async.getResponse(), e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    interface Work {
        void run() throws IOException;
    }
}
