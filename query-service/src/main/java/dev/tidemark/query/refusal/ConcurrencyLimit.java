package dev.tidemark.query.refusal;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import io.micronaut.http.HttpRequest;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds how many large answers of one kind are in memory at a time. An answer is large until its reader has taken it, and a reader may
 * take its time: the place is free again when the request has ended. Thread-safe.
 */
public final class ConcurrencyLimit {
    /** Requests that a limit refused. */
    public static final MetricDescriptor REFUSED = MetricDescriptor.counter(
            "limit_refusals_total",
            "Requests that were refused with 503 because a limit was reached, by limit: log_lists, log_lines, log_streams or exports."
                    + " Alert if it rises.",
            "limit");

    static final String ATTRIBUTE = ConcurrencyLimit.class.getName();
    private static final long PATIENCE_MILLIS = 5000;

    private final String name;
    private final int most;
    private final String what;
    private final Semaphore places;
    private final LongAdder refused = new LongAdder();

    /**
     * @param name its name in the metrics
     * @param what what it limits, for the message
     */
    public ConcurrencyLimit(String name, int most, String what) {
        this.name = name;
        this.most = most;
        this.what = what;
        this.places = new Semaphore(most);
    }

    /**
     * Takes a place until {@code request} has ended; waits 5 s for one.
     *
     * @throws LimitReachedException if none gets free
     */
    public void enter(HttpRequest<?> request) {
        try {
            if (places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                request.setAttribute(ATTRIBUTE, places);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        refused.increment();
        throw new LimitReachedException(
                most + " " + what + " are under way, which is the limit: ask again in a moment");
    }

    /** How many requests it has refused. */
    public Sample refusals() {
        return REFUSED.sample(refused.sum(), name);
    }
}
