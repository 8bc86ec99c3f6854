package dev.tidemark.query.host;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest readings of the JVM of a service instance.
 *
 * @param host the host on which it runs
 * @param at the time of the newest value
 * @param values the newest value of each gauge, by name; names end with the unit
 */
@Serdeable
record JvmReadings(
        String host, @Nullable String service, @Nullable String instance, Instant at, Map<String, Double> values) {}
