package dev.tidemark.query.health;

import dev.tidemark.query.collector.CollectorStatus;
import dev.tidemark.query.freshness.Freshness;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of this service and its dependencies.
 *
 * @param status {@code ok}, or {@code degraded} if a dependency is not up
 * @param dependencies the state of each dependency, by name
 * @param freshness the age of the stored data
 * @param logStream counters of the live log stream
 * @param collector the collector of this instance
 * @param retentionSeconds how long the rows of each table are kept, in seconds; null if unknown
 */
@Serdeable
record DetailedHealth(
        String status,
        Map<String, DependencyHealth> dependencies,
        Freshness freshness,
        LogStream logStream,
        CollectorStatus collector,
        @Nullable Map<String, Long> retentionSeconds) {

    /**
     * Counters of the live log stream since the service started.
     *
     * @param clients the number of open streams
     * @param skipped lines that were not sent because a client was too slow
     * @param malformed records of the topic that are not log lines
     */
    @Serdeable
    record LogStream(int clients, long skipped, long malformed) {}
}
