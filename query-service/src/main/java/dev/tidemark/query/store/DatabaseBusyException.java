package dev.tidemark.query.store;

/** All connections for this kind of question are in use. The database itself is fine: ask again in a moment. */
public final class DatabaseBusyException extends DatabaseException {
    private static final long serialVersionUID = 1;

    DatabaseBusyException(String message) {
        super(message);
    }
}
