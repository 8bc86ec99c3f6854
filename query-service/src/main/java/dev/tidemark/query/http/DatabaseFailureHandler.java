package dev.tidemark.query.http;

import dev.tidemark.query.store.DatabaseBusyException;
import dev.tidemark.query.store.DatabaseException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers 503 if a database did not answer; if it is only busy, with Retry-After. */
@Singleton
final class DatabaseFailureHandler implements ExceptionHandler<DatabaseException, HttpResponse<?>> {
    static final String RETRY_AFTER_SECONDS = "1";

    private final FailureResponses responses;

    DatabaseFailureHandler(FailureResponses responses) {
        this.responses = responses;
    }

    @Override
    @SuppressWarnings("rawtypes") // as declared by the interface
    public HttpResponse<?> handle(HttpRequest request, DatabaseException failure) {
        MutableHttpResponse<?> response = HttpResponse.status(HttpStatus.SERVICE_UNAVAILABLE);
        if (failure instanceof DatabaseBusyException) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return responses.of(request, response, failure);
    }
}
