package dev.tidemark.ingest.settings;

/** How requests are written. Whoever reads the topic tells the two apart by the record's {@code content-type}. */
public enum RequestsEncoding {
    /** One JSON object a record, which any consumer reads. */
    JSON,
    /** Many requests a record, in a binary form: a sixth of the bytes, and less work for everyone. */
    BATCH
}
