package dev.tidemark.query.range;

import org.jspecify.annotations.Nullable;

/**
 * A span as it was asked for, not checked yet.
 *
 * @param period a named span up to now: 5m, 15m, 1h (default), 24h or 7d
 * @param from its beginning, RFC 3339; instead of a period
 * @param to its end, RFC 3339; default: now
 */
public record RangeQuery(
        @Nullable String period,
        @Nullable String from,
        @Nullable String to) {
    /** A named span up to now. */
    public static RangeQuery period(@Nullable String period) {
        return new RangeQuery(period, null, null);
    }
}
