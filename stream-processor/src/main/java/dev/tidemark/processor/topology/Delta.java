package dev.tidemark.processor.topology;

/**
 * The requests of one partition of the requests topic that are added to one ten-second window of one series. It is the
 * value of the records between the two stages. Their key is the series ({@link SeriesForm}), their timestamp is the
 * newest append time in the delta.
 *
 * @param sourcePartition the partition of the requests topic
 * @param coveredMillis the append time, in milliseconds since the epoch, up to which that partition was forwarded
 *     before this delta; {@link #UNKNOWN} after a start
 * @param windowStartMicros the window's start, in microseconds since the epoch
 * @param aggregate the aggregate to add
 */
record Delta(int sourcePartition, long coveredMillis, long windowStartMicros, WindowAggregate aggregate) {
    /** No append time is known. */
    static final long UNKNOWN = -1;

    private static final byte VERSION = 1;

    byte[] toBytes() {
        FormWriter out = new FormWriter()
                .raw(VERSION)
                .number(sourcePartition)
                .number(coveredMillis + 1)
                .ordered(windowStartMicros);
        aggregate.write(out);
        return out.toBytes();
    }

    /**
     * Reads the form that {@link #toBytes()} writes.
     *
     * @throws NewerFormException if a newer Tidemark has written it
     * @throws IllegalArgumentException for any other bytes
     */
    static Delta fromBytes(byte[] bytes) {
        FormReader in = new FormReader(bytes);
        NewerFormException.check("delta", in.raw(), VERSION);
        long partition = in.number();
        if (partition > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "delta of partition " + partition + ": expected at most " + Short.MAX_VALUE);
        }
        Delta delta = new Delta((int) partition, in.number() - 1, in.ordered(), WindowAggregate.read(in));
        in.end();
        return delta;
    }
}
