package dev.tidemark.query.http;

import dev.tidemark.query.parameter.InvalidParameterException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** 400 for a parameter that cannot be used. */
@Singleton
final class InvalidParameterHandler implements ExceptionHandler<InvalidParameterException, HttpResponse<?>> {
    private final FailureResponses responses;

    InvalidParameterHandler(FailureResponses responses) {
        this.responses = responses;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface declares it
    public HttpResponse<?> handle(HttpRequest request, InvalidParameterException failure) {
        return responses.of(request, HttpResponse.badRequest(), failure);
    }
}
