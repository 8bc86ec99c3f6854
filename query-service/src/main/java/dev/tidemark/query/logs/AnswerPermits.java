package dev.tidemark.query.logs;

import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.query.refusal.LimitReachedException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.event.HttpRequestTerminatedEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Bounds how many large answers are in memory at a time. An answer is large until its reader has taken it, and a reader may
 * take its time.
 */
@Singleton
final class AnswerPermits implements SampleSource {
    private static final String ATTRIBUTE = AnswerPermits.class.getName();
    private static final long PATIENCE_MILLIS = 5000;

    private final Limit lists = new Limit("log_lists", 8, "lists of log lines");
    private final Limit lines = new Limit("log_lines", 2, "whole log lines");
    private final Limit exports = new Limit("log_exports", 2, "exports of log lines");

    private record Limit(String name, int count, String what, Semaphore permits, LongAdder refused) {
        Limit(String name, int count, String what) {
            this(name, count, what, new Semaphore(count), new LongAdder());
        }
    }

    /** For a list of lines. */
    void list(HttpRequest<?> request) {
        take(request, lists);
    }

    /** For one whole line. */
    void line(HttpRequest<?> request) {
        take(request, lines);
    }

    /** For an export. */
    void export(HttpRequest<?> request) {
        take(request, exports);
    }

    private static void take(HttpRequest<?> request, Limit limit) {
        try {
            if (limit.permits.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                request.setAttribute(ATTRIBUTE, limit.permits);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        limit.refused.increment();
        throw new LimitReachedException(
                limit.count + " " + limit.what + " are under way, which is the limit: ask again in a moment");
    }

    @Override
    public List<Sample> samples() {
        return Stream.of(lists, lines, exports)
                .map(limit -> LogMetrics.REFUSED.sample(limit.refused.sum(), limit.name))
                .toList();
    }

    /** The answer is sent, or its reader has gone. */
    @EventListener
    void release(HttpRequestTerminatedEvent event) {
        event.getSource().getAttribute(ATTRIBUTE, Semaphore.class).ifPresent(Semaphore::release);
    }
}
