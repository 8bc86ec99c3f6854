package dev.tidemark.processor.sink;

/** PostgreSQL rejects a row of a batch that is too large to be searched for it. */
final class RefusedBatchException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedBatchException(int rows, Exception cause) {
        super(rows + " rows, some of them rejected: expected at most " + BatchWriter.SEARCHED, cause);
    }
}
