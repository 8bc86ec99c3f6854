package dev.tidemark.demo.database;

/** PostgreSQL does not answer now; the same request may succeed later. */
public final class DatabaseAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseAwayException(String message, Throwable cause) {
        super(message, cause);
    }

    DatabaseAwayException(String message) {
        super(message);
    }
}
