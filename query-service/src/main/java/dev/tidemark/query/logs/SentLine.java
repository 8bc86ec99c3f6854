package dev.tidemark.query.logs;

import org.jspecify.annotations.Nullable;

/**
 * A line on its way to one reader. It does not hold the whole line: a reader that is slow keeps lines after the ring has
 * dropped them.
 *
 * @param partition its partition
 * @param offset its offset there
 * @param micros when it was logged, in microseconds since the epoch
 * @param json what the reader is sent; null if the filter holds the line back
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

    /** Its size in memory, roughly, in bytes. */
    long weight() {
        return OBJECT + LogLine.bytes(json);
    }
}
