package dev.tidemark.query.refusal;

/** As many questions of this kind are being answered as may be at a time: 503. The message names the limit. */
public final class LimitReachedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LimitReachedException(String message) {
        super(message, null, false, false);
    }
}
