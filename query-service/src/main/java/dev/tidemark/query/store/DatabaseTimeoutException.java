package dev.tidemark.query.store;

/** A query took longer than the query timeout. */
public final class DatabaseTimeoutException extends DatabaseException {
    private static final long serialVersionUID = 1;

    DatabaseTimeoutException(String message) {
        super(message);
    }
}
