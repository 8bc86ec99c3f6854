package dev.tidemark.query.store;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.exceptions.HttpStatusException;

/**
 * A database did not answer, or not in time. It is no fault of this service, and passes: a reader is told 503. It has no
 * stack trace, because while the database is away there is one for every question.
 */
public final class DatabaseUnavailableException extends HttpStatusException {
    private static final long serialVersionUID = 1;

    DatabaseUnavailableException(String message) {
        super(HttpStatus.SERVICE_UNAVAILABLE, message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
