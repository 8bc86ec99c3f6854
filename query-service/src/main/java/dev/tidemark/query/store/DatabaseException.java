package dev.tidemark.query.store;

/**
 * A database did not answer a query, for a temporary reason outside of this service. The message names the database and never
 * contains a password. There is no stack trace, because while a database is away every query throws one.
 */
public abstract sealed class DatabaseException extends RuntimeException
        permits DatabaseUnavailableException,
                DatabaseBusyException,
                DatabaseTimeoutException,
                DatabaseStatementException,
                DatabaseLoginMissingException {
    private static final long serialVersionUID = 1;

    DatabaseException(String message) {
        super(message, null, false, false);
    }
}
