package dev.tidemark.query.range;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of a requested time span, not validated yet.
 *
 * @param period a span that ends now: 5m, 15m, 1h (default), 24h or 7d
 * @param from its start, RFC 3339; instead of {@code period}
 * @param to its end, RFC 3339 (default: now)
 */
public record RangeQuery(
        @Nullable String period,
        @Nullable String from,
        @Nullable String to) {
    /** A query with this period; null means the default. */
    public static RangeQuery period(@Nullable String period) {
        return new RangeQuery(period, null, null);
    }
}
