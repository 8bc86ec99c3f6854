package dev.tidemark.processor.sink.offset;

/** The partition has a new owner. Nothing may be written for it, and the transaction must be rolled back. */
public final class FencedException extends Exception {
    private static final long serialVersionUID = 1;

    FencedException(String message) {
        super(message);
    }
}
