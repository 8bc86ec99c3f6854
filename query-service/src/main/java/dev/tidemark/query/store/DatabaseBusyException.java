package dev.tidemark.query.store;

/** All connections for this kind of query are in use. The database itself works: ask again in a moment. */
public final class DatabaseBusyException extends DatabaseException {
    private static final long serialVersionUID = 1;

    DatabaseBusyException(String message) {
        super(message);
    }
}
