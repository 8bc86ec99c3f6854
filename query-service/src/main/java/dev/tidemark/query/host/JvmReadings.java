package dev.tidemark.query.host;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM of an instance told last.
 *
 * @param host the machine that it runs on
 * @param at when the newest of the readings was taken
 * @param values the readings by name; the unit is at the end of the name
 */
@Serdeable
record JvmReadings(
        String host, @Nullable String service, @Nullable String instance, Instant at, Map<String, Double> values) {}
