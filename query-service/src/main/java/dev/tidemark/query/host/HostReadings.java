package dev.tidemark.query.host;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a machine told last.
 *
 * @param host its name
 * @param at when the newest of the readings was taken
 * @param values the readings by name; the unit is at the end of the name
 * @param mounts those of its file systems, the main one excepted
 */
@Serdeable
record HostReadings(String host, Instant at, Map<String, Double> values, List<MountReadings> mounts) {}
