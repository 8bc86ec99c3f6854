package dev.tidemark.consumer;

/** The bytes that the current poll has unpacked and returned. Not thread-safe: a consumer unpacks on the thread that polls. */
final class PollBudget {
    private long bytes;

    void reset() {
        bytes = 0;
    }

    void spend(long more) {
        bytes += more;
    }

    boolean isSpent() {
        return bytes >= Limits.POLL_BYTES;
    }
}
