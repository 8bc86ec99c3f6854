package dev.tidemark.query.store;

/** A database cannot be reached, or has no tables of Tidemark yet. */
public final class DatabaseUnavailableException extends DatabaseException {
    private static final long serialVersionUID = 1;

    DatabaseUnavailableException(String message) {
        super(message);
    }
}
