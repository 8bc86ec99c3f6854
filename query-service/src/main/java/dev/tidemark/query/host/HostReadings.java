package dev.tidemark.query.host;

import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The newest readings of a host, from whichever of its applications sent them last.
 *
 * @param host the name of the host
 * @param at the time of the newest value
 * @param stale whether nothing has been read for 30 s
 * @param values the newest value of each gauge, by name; names end with the unit
 * @param mounts the readings of its file systems, except the one mounted at {@code /}
 * @param items the readings of its disks, network interfaces, states of sockets and processes, and busiest programs
 * @param unknown the gauges that are missing, with the reason and the remedy
 * @param history the readings over the span
 */
@Serdeable
record HostReadings(
        String host,
        Instant at,
        boolean stale,
        Map<String, Double> values,
        List<MountReadings> mounts,
        List<ItemReadings> items,
        List<Unknown> unknown,
        List<GaugeHistory> history) {

    /** A host that has a history, but sends nothing any more. */
    static HostReadings gone(String host, Instant last, List<GaugeHistory> past) {
        return new HostReadings(host, last, true, Map.of(), List.of(), List.of(), List.of(), past);
    }

    HostReadings with(List<Unknown> missing, List<GaugeHistory> past) {
        return new HostReadings(host, at, stale, values, mounts, items, missing, past);
    }
}
