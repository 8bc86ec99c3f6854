package dev.tidemark.processor.sink.offset;

/** A partition has a new owner: nothing may be written for it, and the transaction must be rolled back. */
public final class FencedException extends Exception {
    private static final long serialVersionUID = 1;

    FencedException(String message) {
        super(message);
    }
}
