package dev.tidemark.query.logs;

import org.jspecify.annotations.Nullable;

/**
 * A line that waits to be sent to one reader. It does not reference the complete line, because a slow reader may keep it after
 * the ring has dropped the line.
 *
 * @param partition its partition
 * @param offset its offset there
 * @param micros when it was logged, in microseconds since the epoch
 * @param json the line as sent to the reader; null if the filter does not match
 */
record SentLine(
        int partition, long offset, long micros, @Nullable String json) {
    private static final int OBJECT = 64;

    static SentLine of(LogLine line, LogFilter filter) {
        return new SentLine(
                line.partition(),
                line.offset(),
                line.event().timestampMicros(),
                filter.wants(line.event()) ? line.json() : null);
    }

    /** Its approximate size in memory, in bytes. */
    long weight() {
        return OBJECT + LogLine.bytes(json);
    }
}
