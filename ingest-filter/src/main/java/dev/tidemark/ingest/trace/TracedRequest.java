package dev.tidemark.ingest.trace;

/** A request of this process that a trace was begun for. */
public interface TracedRequest {}
