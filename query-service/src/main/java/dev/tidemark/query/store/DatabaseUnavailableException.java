package dev.tidemark.query.store;

/** A database cannot be reached, or does not have Tidemark's tables yet. */
public final class DatabaseUnavailableException extends DatabaseException {
    private static final long serialVersionUID = 1;

    private final String remedy;

    DatabaseUnavailableException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    /** What an operator can do about it. */
    public String remedy() {
        return remedy;
    }
}
