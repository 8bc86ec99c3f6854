package dev.tidemark.query.http;

import dev.tidemark.query.refusal.NotStoredException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** 404 for what is not stored. */
@Singleton
final class NotStoredHandler implements ExceptionHandler<NotStoredException, HttpResponse<?>> {
    private final FailureResponses responses;

    NotStoredHandler(FailureResponses responses) {
        this.responses = responses;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface declares it
    public HttpResponse<?> handle(HttpRequest request, NotStoredException failure) {
        return responses.of(request, HttpResponse.notFound(), failure);
    }
}
