package dev.tidemark.processor.sink;

/** PostgreSQL refuses some row of a batch that is too large to look for it. */
final class RefusedBatchException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedBatchException(int rows, Exception cause) {
        super(rows + " rows, of which some are refused: expected at most " + BatchWriter.SEARCHED, cause);
    }
}
