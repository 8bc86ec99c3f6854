package dev.tidemark.query.host;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Map;

/**
 * What was told of a file system last, once a minute.
 *
 * @param mount where it is mounted
 * @param at when the newest of the readings was taken
 * @param values the readings by name; the unit is at the end of the name
 */
@Serdeable
record MountReadings(String mount, Instant at, Map<String, Double> values) {}
