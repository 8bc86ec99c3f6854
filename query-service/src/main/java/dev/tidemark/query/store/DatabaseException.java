package dev.tidemark.query.store;

/**
 * A database did not answer a question, for a reason that passes and is no fault of this service. The message names the
 * database, never a password. It has no stack trace, because while a database is away there is one for every question.
 */
public abstract sealed class DatabaseException extends RuntimeException
        permits DatabaseUnavailableException, DatabaseBusyException, DatabaseTimeoutException {
    private static final long serialVersionUID = 1;

    DatabaseException(String message) {
        super(message, null, false, false);
    }
}
