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

/** 503 for a database that gives no answer; where it is only busy, with the time after which to ask again. */
@Singleton
final class DatabaseFailureHandler implements ExceptionHandler<DatabaseException, HttpResponse<?>> {
    static final String RETRY_AFTER_SECONDS = "1";

    private final FailureResponses responses;

    DatabaseFailureHandler(FailureResponses responses) {
        this.responses = responses;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface declares it
    public HttpResponse<?> handle(HttpRequest request, DatabaseException failure) {
        MutableHttpResponse<?> response = HttpResponse.status(HttpStatus.SERVICE_UNAVAILABLE);
        if (failure instanceof DatabaseBusyException) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return responses.of(request, response, failure);
    }
}
