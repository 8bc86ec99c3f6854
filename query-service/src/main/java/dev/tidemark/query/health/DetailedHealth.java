package dev.tidemark.query.health;

import dev.tidemark.query.freshness.Freshness;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;

/**
 * The state of this service and its dependencies.
 *
 * @param status {@code ok}, or {@code degraded} if a dependency is not up
 * @param dependencies by name
 * @param freshness how old the stored data is
 * @param logStream what the live stream counts
 */
@Serdeable
record DetailedHealth(
        String status, Map<String, DependencyHealth> dependencies, Freshness freshness, LogStream logStream) {

    /**
     * What the live stream counts, since the service started.
     *
     * @param clients streams that are open
     * @param skipped lines that were dropped because a reader was too slow
     * @param malformed records of the topic that could not be read as log lines
     */
    @Serdeable
    record LogStream(int clients, long skipped, long malformed) {}
}
