package dev.tidemark.query.host;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The newest readings of a host.
 *
 * @param host the name of the host
 * @param at the time of the newest value
 * @param values the newest value of each gauge, by name; names end with the unit
 * @param mounts the readings of its file systems, except the one mounted at {@code /}
 */
@Serdeable
record HostReadings(String host, Instant at, Map<String, Double> values, List<MountReadings> mounts) {}
