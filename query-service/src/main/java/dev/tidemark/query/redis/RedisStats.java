package dev.tidemark.query.redis;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Redis did over a span, as the collector has read it, and what the filter's calls say about it. Unknown figures are null.
 *
 * @param bucketSeconds the width of a point
 * @param hitRate percentage of the lookups that found their key; null without lookups. The collector's own are not counted
 * @param restarts how often Redis was restarted while the collector watched
 * @param slowestPingMs the longest mean of a point
 * @param points one for each step of the span in which something was read
 * @param commands the commands that took most time
 * @param prefixes what instances with the filter looked up, by target and prefix of the key; most calls first
 * @param endpoints the same by endpoint
 * @param callsTruncated whether there are more operations than were read
 * @param comparison the earlier span, if one was asked for
 */
@Serdeable
record RedisStats(
        Instant from,
        Instant to,
        long bucketSeconds,
        @Nullable Double hitRate,
        @Nullable Long hits,
        @Nullable Long misses,
        @Nullable Long evictedKeys,
        @Nullable Long expiredKeys,
        @Nullable Long rejectedConnections,
        @Nullable Long restarts,
        @Nullable Double commandsPerSecond,
        @Nullable Double slowestPingMs,
        List<Point> points,
        List<CommandFigures> commands,
        List<LookupFigures> prefixes,
        List<LookupFigures> endpoints,
        boolean callsTruncated,
        List<Unknown> unknown,
        @Nullable RedisStats comparison) {
    private static final int BYTES_OF_POINT = HeapBytes.object(100) + 21 * HeapBytes.NUMBER;
    private static final int BYTES_OF_ROW = 600;

    /** Means of the readings of a step; keys and lookups are counted. */
    @Serdeable
    record Point(
            Instant ts,
            @Nullable Double hitRate,
            @Nullable Long hits,
            @Nullable Long misses,
            @Nullable Long evictedKeys,
            @Nullable Long expiredKeys,
            @Nullable Long rejectedConnections,
            @Nullable Long restarts,
            @Nullable Double commandsPerSecond,
            @Nullable Double memoryUsedMb,
            @Nullable Double memoryRssMb,
            @Nullable Double memoryMaxMb,
            @Nullable Double memoryPercent,
            @Nullable Double memoryFragmentationRatio,
            @Nullable Double connectedClients,
            @Nullable Double blockedClients,
            @Nullable Double keysTotal,
            @Nullable Double networkInputMbPerSecond,
            @Nullable Double networkOutputMbPerSecond,
            @Nullable Double pingMs) {}

    /**
     * A command over the span.
     *
     * @param callsPerSecond on average; readings in which it was not among the 20 commands of most time count as 0
     * @param timePercent its time in percent of the time of a core
     * @param sharePercent its time in percent of the time of all these commands
     */
    @Serdeable
    record CommandFigures(
            String command,
            double callsPerSecond,
            @Nullable Double meanUs,
            @Nullable Double timePercent,
            @Nullable Double sharePercent) {}

    /**
     * Calls of Redis that belong together.
     *
     * @param target the address of Redis; null for an endpoint
     * @param prefix what is before the first colon of the keys; null for an endpoint
     * @param service the caller; null for a prefix
     * @param method null for a prefix, and for work outside of requests
     * @param route as {@code method}
     * @param hitRate percentage of the lookups that found their key; null without lookups
     */
    @Serdeable
    record LookupFigures(
            @Nullable String target,
            @Nullable String prefix,
            @Nullable String service,
            @Nullable String method,
            @Nullable String route,
            long calls,
            long errors,
            double totalMs,
            double meanMs,
            long hits,
            long misses,
            @Nullable Double hitRate) {}

    RedisStats with(RedisStats earlier) {
        return new RedisStats(
                from,
                to,
                bucketSeconds,
                hitRate,
                hits,
                misses,
                evictedKeys,
                expiredKeys,
                rejectedConnections,
                restarts,
                commandsPerSecond,
                slowestPingMs,
                points,
                commands,
                prefixes,
                endpoints,
                callsTruncated,
                unknown,
                earlier);
    }

    /** Its memory, about. */
    long heapBytes() {
        return (long) BYTES_OF_POINT * points.size()
                + (long) BYTES_OF_ROW * (commands.size() + prefixes.size() + endpoints.size());
    }
}
