package dev.tidemark.query.http;

import dev.tidemark.query.refusal.NotStoredException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers 404 for items that are not stored. */
@Singleton
final class NotStoredHandler implements ExceptionHandler<NotStoredException, HttpResponse<?>> {
    private final FailureResponses responses;

    NotStoredHandler(FailureResponses responses) {
        this.responses = responses;
    }

    @Override
    @SuppressWarnings("rawtypes") // as declared by the interface
    public HttpResponse<?> handle(HttpRequest request, NotStoredException failure) {
        return responses.of(request, HttpResponse.notFound(), failure);
    }
}
