package dev.tidemark.query.logs;

import dev.tidemark.query.refusal.LimitReachedException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.event.HttpRequestTerminatedEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many large answers are in memory at a time. An answer is large until its reader has taken it, and a reader may
 * take its time.
 */
@Singleton
final class AnswerPermits {
    private static final String ATTRIBUTE = AnswerPermits.class.getName();
    private static final long PATIENCE_MILLIS = 5000;

    private final Semaphore lists = new Semaphore(8);
    private final Semaphore lines = new Semaphore(2);
    private final Semaphore exports = new Semaphore(2);

    /** For a list of lines. */
    void list(HttpRequest<?> request) {
        take(request, lists, 8, "lists of log lines");
    }

    /** For one whole line. */
    void line(HttpRequest<?> request) {
        take(request, lines, 2, "whole log lines");
    }

    /** For an export. */
    void export(HttpRequest<?> request) {
        take(request, exports, 2, "exports of log lines");
    }

    private static void take(HttpRequest<?> request, Semaphore permits, int count, String what) {
        try {
            if (permits.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                request.setAttribute(ATTRIBUTE, permits);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new LimitReachedException(
                count + " " + what + " are under way, which is the limit: ask again in a moment");
    }

    /** The answer is sent, or its reader has gone. */
    @EventListener
    void release(HttpRequestTerminatedEvent event) {
        event.getSource().getAttribute(ATTRIBUTE, Semaphore.class).ifPresent(Semaphore::release);
    }
}
