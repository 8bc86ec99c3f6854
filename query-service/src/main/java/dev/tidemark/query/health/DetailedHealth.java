package dev.tidemark.query.health;

import dev.tidemark.query.freshness.Freshness;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;

/**
 * How this service and what it depends on are.
 *
 * @param status {@code ok}, or {@code degraded} if any dependency is down
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
     * @param skipped lines that readers who were too slow did not get
     * @param malformed records of the topic that were no log lines
     */
    @Serdeable
    record LogStream(int clients, long skipped, long malformed) {}
}
