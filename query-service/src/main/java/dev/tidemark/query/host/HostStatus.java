package dev.tidemark.query.host;

import dev.tidemark.query.figures.Rounding;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * One machine as it was last seen; what it did not tell is 0.
 *
 * @param host its name
 * @param at when the newest of the readings was taken
 * @param stale whether that is longer ago than readings should be
 */
@Serdeable
public record HostStatus(
        String host,
        Instant at,
        boolean stale,
        double cpuPercent,
        long cpuCount,
        double memoryUsedMb,
        double memoryTotalMb,
        double memoryPercent,
        double diskUsedGb,
        double diskTotalGb,
        double diskPercent) {
    /** Readings come every 5 s; after this long, some are missing. */
    static final Duration FRESH = Duration.ofSeconds(30);

    static HostStatus of(HostReadings readings, Instant now) {
        Map<String, Double> values = readings.values();
        return new HostStatus(
                readings.host(),
                readings.at(),
                readings.at().plus(FRESH).isBefore(now),
                two(values, "cpu_percent"),
                Math.round(values.getOrDefault("cpu_count", 0.0)),
                two(values, "memory_used_mb"),
                two(values, "memory_total_mb"),
                two(values, "memory_percent"),
                two(values, "disk_used_gb"),
                two(values, "disk_total_gb"),
                two(values, "disk_percent"));
    }

    private static double two(Map<String, Double> values, String name) {
        return Rounding.two(values.getOrDefault(name, 0.0));
    }

    /** The fullest of its resources, in percent. */
    double strain() {
        return Math.max(cpuPercent, Math.max(memoryPercent, diskPercent));
    }
}
