package dev.tidemark.query.host;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status of the hosts. Figures are those of the host with the highest usage of CPU, memory or disk; stale hosts are
 * considered only if all are stale. Disk figures are those of its fullest file system. Unknown figures are null.
 *
 * @param diskPercent used space as a percentage of used plus available space, as in {@code df}
 * @param status {@code up}, {@code stale} (the newest readings are older than 30 s), {@code no_data} (there are no readings) or
 *     {@code unknown} (the readings cannot be read, or contain neither CPU nor memory nor disk)
 * @param host the host that the figures describe
 * @param hosts all hosts, sorted by name
 * @param diskAvailableGb space in GiB that is available to users other than root
 * @param diskMount mount point of the fullest file system
 * @param unknown the figures that the host does not report, with the reason and the remedy
 * @param cpuLimit the processors that the host allows; fewer than {@code cpuCount} in a container with a limit
 */
@Serdeable
public record SystemStatus(
        @Nullable Double cpuPercent,
        @Nullable Long cpuCount,
        @Nullable Double memoryUsedMb,
        @Nullable Double memoryTotalMb,
        @Nullable Double memoryPercent,
        @Nullable Double diskUsedGb,
        @Nullable Double diskTotalGb,
        @Nullable Double diskPercent,
        Status status,
        @Nullable String host,
        List<HostStatus> hosts,
        @Nullable Double diskAvailableGb,
        @Nullable String diskMount,
        List<Unknown> unknown,
        @Nullable Double cpuLimit) {

    /** Whether there are figures, and whether they are current. */
    @Serdeable
    public enum Status {
        @JsonProperty("up")
        UP("up"),
        @JsonProperty("stale")
        STALE("stale"),
        @JsonProperty("no_data")
        NO_DATA("no_data"),
        @JsonProperty("unknown")
        UNKNOWN("unknown");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        /** The name in the API. */
        @Override
        public String toString() {
            return label;
        }
    }

    /** The status if the samples cannot be read. */
    public static final SystemStatus UNKNOWN = nothing(Status.UNKNOWN);

    public SystemStatus {
        hosts = List.copyOf(hosts);
        unknown = List.copyOf(unknown);
    }

    static SystemStatus of(List<HostStatus> hosts) {
        return hosts.stream()
                .max(Comparator.comparing((HostStatus host) -> !host.stale()).thenComparingDouble(HostStatus::strain))
                .map(worst -> of(worst, hosts))
                .orElseGet(() -> nothing(Status.NO_DATA));
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
                status(worst),
                worst.host(),
                hosts,
                worst.diskAvailableGb(),
                worst.diskMount(),
                worst.unknown(),
                worst.cpuLimit());
    }

    private static Status status(HostStatus worst) {
        if (worst.stale()) {
            return Status.STALE;
        }
        boolean reports = worst.cpuPercent() != null || worst.memoryPercent() != null || worst.diskPercent() != null;
        return reports ? Status.UP : Status.UNKNOWN;
    }

    /** Whether all figures that symptoms depend on are known. */
    boolean isJudged() {
        return hosts.stream().allMatch(host -> host.stale() || host.unknown().isEmpty());
    }

    private static SystemStatus nothing(Status status) {
        return new SystemStatus(
                null, null, null, null, null, null, null, null, status, null, List.of(), null, null, List.of(), null);
    }
}
