package dev.tidemark.processor.health;

import java.time.Instant;

/**
 * A problem of one part.
 *
 * @param part the part of the processor
 * @param text a description
 * @param since when it began
 */
public record Problem(String part, String text, Instant since) {}
