package dev.tidemark.query.host;

import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest readings of the JVM of a service instance.
 *
 * @param host the host on which it runs
 * @param at the time of the newest value
 * @param stale whether nothing has been read for 30 s
 * @param values the newest value of each gauge, by name; names end with the unit
 * @param items the readings of its memory pools, buffers, collectors and states of threads
 * @param unknown the gauges that are missing, with the reason and the remedy
 * @param history the readings over the span
 */
@Serdeable
record JvmReadings(
        String host,
        @Nullable String service,
        @Nullable String instance,
        Instant at,
        boolean stale,
        Map<String, Double> values,
        List<ItemReadings> items,
        List<Unknown> unknown,
        List<GaugeHistory> history) {

    /** A JVM that has a history, but sends nothing any more. */
    static JvmReadings gone(SourceKey source, Instant last, List<GaugeHistory> past) {
        return new JvmReadings(
                source.host(), source.service(), source.instance(), last, true, Map.of(), List.of(), List.of(), past);
    }

    JvmReadings with(List<Unknown> missing, List<GaugeHistory> past) {
        return new JvmReadings(host, service, instance, at, stale, values, items, missing, past);
    }
}
