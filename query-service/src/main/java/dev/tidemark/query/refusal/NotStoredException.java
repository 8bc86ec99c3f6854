package dev.tidemark.query.refusal;

/** There is nothing of the name that a reader asked for: 404. The message says what was looked for. */
public final class NotStoredException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotStoredException(String message) {
        super(message, null, false, false);
    }
}
