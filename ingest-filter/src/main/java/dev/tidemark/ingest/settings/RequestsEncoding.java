package dev.tidemark.ingest.settings;

/** The encoding of requests. Readers of the topic distinguish the two by the record's {@code content-type}. */
public enum RequestsEncoding {
    /** One JSON object per record, which any consumer can read. */
    JSON,
    /**
     * Many requests per record, in a binary form: a sixth of the bytes, and less work for the filter, the broker and
     * the readers.
     */
    BATCH
}
