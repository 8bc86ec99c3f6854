package dev.tidemark.processor.health;

import java.time.Instant;

/**
 * What is not as it should be.
 *
 * @param part the part of the processor
 * @param text what is wrong with it, in words
 * @param since since when
 */
public record Problem(String part, String text, Instant since) {}
