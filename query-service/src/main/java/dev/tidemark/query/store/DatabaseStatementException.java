package dev.tidemark.query.store;

/** The server refused one statement, while it answers others. */
public final class DatabaseStatementException extends DatabaseException {
    private static final long serialVersionUID = 1;

    private final String sqlState;

    DatabaseStatementException(String message, String sqlState) {
        super(message);
        this.sqlState = sqlState;
    }

    /** Why, as SQL state; {@code 42501} if the role lacks a privilege. */
    public String sqlState() {
        return sqlState;
    }
}
