package dev.tidemark.query.refusal;

/** The limit of concurrent requests of one kind is reached: 503. The message names the limit. */
public final class LimitReachedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LimitReachedException(String message) {
        super(message, null, false, false);
    }
}
