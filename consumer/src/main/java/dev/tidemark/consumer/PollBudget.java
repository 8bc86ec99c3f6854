package dev.tidemark.consumer;

/** The bytes that the current poll has unpacked and returned. Not thread-safe: a consumer unpacks on the thread that polls. */
final class PollBudget {
    private long returned;
    private long unpacked;

    void reset() {
        returned = 0;
        unpacked = 0;
    }

    /** Counts what the poll returns. */
    void spend(long bytes) {
        returned += bytes;
    }

    /** Counts what is unpacked, also of records that are skipped. */
    void unpack(long bytes) {
        unpacked += bytes;
    }

    /** A poll must return something: one that fails instead would be repeated without end. */
    boolean isSpent() {
        return returned >= Limits.POLL_BYTES || (returned > 0 && unpacked >= Limits.POLL_UNPACKED_BYTES);
    }
}
