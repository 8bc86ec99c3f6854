package dev.tidemark.bench.filter;

/** What a thread does to measure requests: ours, or a peer's. */
interface RequestPath {

    /** Serves {@code requests} requests that do nothing, one after the other, beginning with number {@code first}. */
    void serve(int first, int requests);

    /** Waits, outside of the measured time, until all that was handed over has been processed. */
    default void settle() throws InterruptedException {}
}
