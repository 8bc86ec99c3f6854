package dev.tidemark.query.http;

import dev.tidemark.query.parameter.InvalidParameterException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers 400 for an invalid parameter. */
@Singleton
final class InvalidParameterHandler implements ExceptionHandler<InvalidParameterException, HttpResponse<?>> {
    private final FailureResponses responses;

    InvalidParameterHandler(FailureResponses responses) {
        this.responses = responses;
    }

    @Override
    @SuppressWarnings("rawtypes") // as declared by the interface
    public HttpResponse<?> handle(HttpRequest request, InvalidParameterException failure) {
        return responses.of(request, HttpResponse.badRequest(), failure);
    }
}
