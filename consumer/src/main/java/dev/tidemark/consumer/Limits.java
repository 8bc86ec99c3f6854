package dev.tidemark.consumer;

/** How much is unpacked. The first two limits depend on the batch alone, so that a replay reads the same records. */
final class Limits {
    /** The largest record that is read; Kafka's producers send at most 1 MiB unless they are told otherwise. */
    static final int RECORD_BYTES = 4 << 20;

    /** The most headers of a record that is read: each takes far more memory than in the batch. */
    static final int HEADERS = 1_000;

    /** How far a batch is unpacked; its other records are not read. */
    static final long BATCH_BYTES = 256L << 20;

    /** After returning records of this many bytes a poll ends. */
    static final long POLL_BYTES = 8L << 20;

    /** After unpacking this many bytes a poll ends, even if it returned only a part of them: it takes time. */
    static final long POLL_UNPACKED_BYTES = 64L << 20;

    /** How much of a record's value is kept if the record is not read. */
    static final int KEPT_BYTES = 64 << 10;

    private Limits() {}
}
