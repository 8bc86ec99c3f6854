package dev.tidemark.query.store;

/** A database cannot be reached, or does not have Tidemark's tables yet. */
public final class DatabaseUnavailableException extends DatabaseException {
    private static final long serialVersionUID = 1;

    DatabaseUnavailableException(String message) {
        super(message);
    }
}
