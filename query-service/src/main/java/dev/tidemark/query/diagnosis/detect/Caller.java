package dev.tidemark.query.diagnosis.detect;

/**
 * An endpoint that waits for the one that is judged.
 *
 * @param meanMillis its usual mean latency
 * @param calls how often one of its requests calls the endpoint that is judged, directly or through others
 */
public record Caller(double meanMillis, double calls) {}
