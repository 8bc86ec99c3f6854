package dev.tidemark.wire.event;

/**
 * The key of a rollup: a newer record replaces the older ones of its key.
 *
 * @param series the endpoint
 * @param tier the window's width
 * @param windowStartMicros the window's start, in microseconds since the epoch (UTC)
 */
public record RollupKey(Series series, Tier tier, long windowStartMicros) {}
