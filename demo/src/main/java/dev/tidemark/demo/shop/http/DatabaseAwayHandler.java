package dev.tidemark.demo.shop.http;

import dev.tidemark.demo.database.DatabaseAwayException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers 503 while PostgreSQL is down, which the database class has already logged. */
@Singleton
final class DatabaseAwayHandler implements ExceptionHandler<DatabaseAwayException, HttpResponse<?>> {

    @Override
    @SuppressWarnings("rawtypes") // as declared by the interface
    public HttpResponse<?> handle(HttpRequest request, DatabaseAwayException away) {
        return Problem.response(HttpStatus.SERVICE_UNAVAILABLE, away.getMessage())
                .header(HttpHeaders.RETRY_AFTER, "1");
    }
}
