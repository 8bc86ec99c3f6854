package dev.tidemark.ingest.micronaut;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.event.HttpRequestTerminatedEvent;
import jakarta.inject.Singleton;

/** Records a request when its response, streamed or not, is completely written, or when its connection is closed. */
@Singleton
@RequiresHttpServer
final class RequestTerminatedListener implements ApplicationEventListener<HttpRequestTerminatedEvent> {

    @Override
    public void onApplicationEvent(HttpRequestTerminatedEvent event) {
        HttpRequest<?> http = event.getSource();
        http.getAttribute(TidemarkServerFilter.STATE, RequestState.class).ifPresent(state -> state.finish(http));
    }
}
