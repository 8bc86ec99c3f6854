package dev.tidemark.query.http;

import dev.tidemark.query.refusal.LimitReachedException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers 503 with Retry-After if a limit of concurrent requests is reached. */
@Singleton
final class LimitReachedHandler implements ExceptionHandler<LimitReachedException, HttpResponse<?>> {
    private final FailureResponses responses;

    LimitReachedHandler(FailureResponses responses) {
        this.responses = responses;
    }

    @Override
    @SuppressWarnings("rawtypes") // as declared by the interface
    public HttpResponse<?> handle(HttpRequest request, LimitReachedException failure) {
        return responses.of(
                request,
                HttpResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
                        .header(HttpHeaders.RETRY_AFTER, DatabaseFailureHandler.RETRY_AFTER_SECONDS),
                failure);
    }
}
