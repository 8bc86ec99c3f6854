package dev.tidemark.query.refusal;

/** The requested item is not stored: 404. The message names the item. */
public final class NotStoredException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotStoredException(String message) {
        super(message, null, false, false);
    }
}
