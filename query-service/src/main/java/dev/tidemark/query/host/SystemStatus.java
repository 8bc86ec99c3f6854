package dev.tidemark.query.host;

import com.fasterxml.jackson.annotation.JsonProperty;
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
        Status status,
        String host,
        List<HostStatus> hosts) {

    /** Whether there are figures, and how old they are. */
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

        /** How the API writes it. */
        @Override
        public String toString() {
            return label;
        }
    }

    /** Nothing is known, because the samples cannot be read. */
    public static final SystemStatus UNKNOWN = nothing(Status.UNKNOWN);

    public SystemStatus {
        hosts = List.copyOf(hosts);
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
                worst.stale() ? Status.STALE : Status.UP,
                worst.host(),
                hosts);
    }

    private static SystemStatus nothing(Status status) {
        return new SystemStatus(0, 0, 0, 0, 0, 0, 0, 0, status, "", List.of());
    }
}
