package dev.tidemark.query.logs;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.context.event.HttpRequestTerminatedEvent;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many large answers are in memory at the same time. An answer stays in memory until its client has read it, and a
 * client may be slow.
 */
@Singleton
final class AnswerPermits {
    private static final String ATTRIBUTE = AnswerPermits.class.getName();
    private static final long PATIENCE_MILLIS = 5000;

    private final Semaphore lists = new Semaphore(8);
    private final Semaphore lines = new Semaphore(2);
    private final Semaphore exports = new Semaphore(2);

    /** Takes a permit for a list of lines. */
    void list(HttpRequest<?> request) {
        take(request, lists, 8, "lists of log lines");
    }

    /** Takes a permit for one complete line. */
    void line(HttpRequest<?> request) {
        take(request, lines, 2, "single log lines");
    }

    /** Takes a permit for an export. */
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
        throw new HttpStatusException(
                HttpStatus.SERVICE_UNAVAILABLE,
                count + " " + what + " are being sent, the most at a time; ask again in a moment");
    }

    /** Gives the permit back: the answer has been sent, or the client has disconnected. */
    @EventListener
    void release(HttpRequestTerminatedEvent event) {
        event.getSource().getAttribute(ATTRIBUTE, Semaphore.class).ifPresent(Semaphore::release);
    }
}
