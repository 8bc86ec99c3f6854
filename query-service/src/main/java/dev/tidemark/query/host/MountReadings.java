package dev.tidemark.query.host;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Map;

/**
 * The newest readings of a file system. Applications send them once a minute.
 *
 * @param mount its mount point
 * @param at the time of the newest value
 * @param values the newest value of each gauge, by name; names end with the unit
 */
@Serdeable
record MountReadings(String mount, Instant at, Map<String, Double> values) {}
