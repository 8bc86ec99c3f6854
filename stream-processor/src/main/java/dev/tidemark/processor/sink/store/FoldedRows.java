package dev.tidemark.processor.sink.store;

/** Is told of rows that are stored under {@code (other)}, or without their instance, because of a limit of names. */
@FunctionalInterface
public interface FoldedRows {
    /** @param dimension whose limit it was: {@code service}, {@code instance}, {@code endpoint} or {@code label_set} */
    void countOne(String dimension);
}
