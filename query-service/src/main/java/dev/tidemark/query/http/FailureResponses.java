package dev.tidemark.query.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/** Makes an error response from a domain exception. */
@Singleton
final class FailureResponses {
    private final ErrorResponseProcessor<?> processor;

    FailureResponses(ErrorResponseProcessor<?> processor) {
        this.processor = processor;
    }

    HttpResponse<?> of(HttpRequest<?> request, MutableHttpResponse<?> response, Exception failure) {
        ErrorContext context = ErrorContext.builder(request)
                .cause(failure)
                .errorMessage(String.valueOf(failure.getMessage()))
                .build();
        return processor.processResponse(context, response);
    }
}
