package dev.tidemark.ingest.micronaut;

/** The bytes of the bodies of a request and its response. Only the thread of the connection writes them. */
final class ExchangeBytes {
    private volatile long read;
    private volatile long written;
    private volatile boolean lost;

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // Only one thread writes.
    void read(long bytes) {
        read += bytes;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // Only one thread writes.
    void wrote(long bytes) {
        written += bytes;
    }

    /** From here on, nobody counts. */
    void lose() {
        lost = true;
    }

    /** @param announced the content length; negative if there is none */
    long requestBytes(long announced) {
        return announced >= 0 || read == 0 || lost ? announced : read;
    }

    /** @param announced the content length; negative if there is none */
    long responseBytes(long announced) {
        return announced >= 0 || lost ? announced : written;
    }
}
