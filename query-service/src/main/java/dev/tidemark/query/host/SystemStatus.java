package dev.tidemark.query.host;

import io.micronaut.serde.annotation.Serdeable;
import java.util.Comparator;
import java.util.List;

/**
 * The machines: the figures are those of the one under most strain, of those that tell of themselves; all are 0 if none
 * does.
 *
 * @param status {@code up}, {@code stale} (no machine told anything lately), {@code no_data} or {@code unknown} (the
 *     database is away)
 * @param host whose figures they are
 * @param hosts all machines, by name
 */
@Serdeable
public record SystemStatus(
        double cpuPercent,
        long cpuCount,
        double memoryUsedMb,
        double memoryTotalMb,
        double memoryPercent,
        double diskUsedGb,
        double diskTotalGb,
        double diskPercent,
        String status,
        String host,
        List<HostStatus> hosts) {

    /** Nothing is known, because the samples cannot be read. */
    public static final SystemStatus UNKNOWN = nothing("unknown");

    public SystemStatus {
        hosts = List.copyOf(hosts);
    }

    static SystemStatus of(List<HostStatus> hosts) {
        return hosts.stream()
                .max(Comparator.comparing((HostStatus host) -> !host.stale()).thenComparingDouble(HostStatus::strain))
                .map(worst -> of(worst, hosts))
                .orElseGet(() -> nothing("no_data"));
    }

    private static SystemStatus of(HostStatus worst, List<HostStatus> hosts) {
        return new SystemStatus(
                worst.cpuPercent(),
                worst.cpuCount(),
                worst.memoryUsedMb(),
                worst.memoryTotalMb(),
                worst.memoryPercent(),
                worst.diskUsedGb(),
                worst.diskTotalGb(),
                worst.diskPercent(),
                worst.stale() ? "stale" : "up",
                worst.host(),
                hosts);
    }

    private static SystemStatus nothing(String status) {
        return new SystemStatus(0, 0, 0, 0, 0, 0, 0, 0, status, "", List.of());
    }
}
