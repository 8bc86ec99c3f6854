package dev.tidemark.processor.sink;

/** Kafka has lost the end of a partition that is stored already, and has other records at its offsets. */
final class TruncatedException extends Exception {
    private static final long serialVersionUID = 1;

    TruncatedException(String message) {
        super(message, null, false, false);
    }
}
