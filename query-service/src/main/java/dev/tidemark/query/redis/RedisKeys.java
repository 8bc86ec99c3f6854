package dev.tidemark.query.redis;

import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys by prefix, as the collector's last pass of the span found them. Parts of names that look like identifiers are {@code *}.
 * Unknown figures are null.
 *
 * @param at when that pass ended, or the step of the span in which it did
 * @param ageSeconds how long ago that was
 * @param scannedPercent the keys that the pass scanned, in percent of all
 * @param projected whether the counts are projected from the keys that were scanned. Memory always is: five keys of 100 are measured
 * @param prefixes the one with most keys first
 * @param biggestKeys the biggest of the measured keys, by pattern
 * @param history the keys of the ten prefixes with most keys, over the span
 * @param comparison the earlier span, if one was asked for
 */
@Serdeable
record RedisKeys(
        Instant from,
        Instant to,
        long bucketSeconds,
        @Nullable Instant at,
        @Nullable Long ageSeconds,
        @Nullable Double scannedPercent,
        @Nullable Boolean projected,
        List<PrefixKeys> prefixes,
        List<BigKey> biggestKeys,
        List<PrefixHistory> history,
        List<Unknown> unknown,
        @Nullable RedisKeys comparison) {

    /**
     * @param memorySharePercent its memory in percent of that of all prefixes here
     * @param keysWithTtlPercent the measured keys that have a time to live
     */
    @Serdeable
    record PrefixKeys(
            String prefix,
            double keys,
            @Nullable Double memoryUsedMb,
            @Nullable Double memorySharePercent,
            @Nullable Double keysWithTtlPercent,
            @Nullable Double bytesPerKey) {}

    @Serdeable
    record BigKey(String key, double memoryUsedMb) {}

    @Serdeable
    record PrefixHistory(String prefix, List<Step> points) {
        @Serdeable
        record Step(Instant ts, double keys) {}
    }

    RedisKeys with(RedisKeys earlier) {
        return new RedisKeys(
                from,
                to,
                bucketSeconds,
                at,
                ageSeconds,
                scannedPercent,
                projected,
                prefixes,
                biggestKeys,
                history,
                unknown,
                earlier);
    }
}
