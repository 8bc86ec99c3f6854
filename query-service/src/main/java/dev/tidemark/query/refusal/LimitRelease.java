package dev.tidemark.query.refusal;

import io.micronaut.http.context.event.HttpRequestTerminatedEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;

/** Frees the place of a request in a {@link ConcurrencyLimit}. */
@Singleton
final class LimitRelease {
    /** The answer is sent, or its reader has gone. */
    @EventListener
    void release(HttpRequestTerminatedEvent event) {
        event.getSource()
                .getAttribute(ConcurrencyLimit.ATTRIBUTE, Semaphore.class)
                .ifPresent(Semaphore::release);
    }
}
