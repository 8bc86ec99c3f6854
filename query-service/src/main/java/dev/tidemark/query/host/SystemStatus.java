package dev.tidemark.query.host;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The machines: the figures are those of the one under most strain, of those that tell of themselves. A figure that is not
 * known is null. The figures of the disk are those of the fullest file system.
 *
 * @param diskPercent in use, of {@code diskUsedGb} and {@code diskAvailableGb} together, as {@code df} has it
 * @param status {@code up}, {@code stale} (no machine told anything lately), {@code no_data} or {@code unknown} (the
 *     database is away, or the machines do not tell how they are)
 * @param host whose figures they are
 * @param hosts all machines, by name
 * @param diskAvailableGb what is left for users other than root
 * @param diskMount where the fullest file system is mounted
 * @param unknown the figures that the machine does not tell, why, and the remedy
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
        List<Unknown> unknown) {

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
                worst.unknown());
    }

    private static Status status(HostStatus worst) {
        if (worst.stale()) {
            return Status.STALE;
        }
        boolean tells = worst.cpuPercent() != null || worst.memoryPercent() != null || worst.diskPercent() != null;
        return tells ? Status.UP : Status.UNKNOWN;
    }

    /** Whether everything is known that a symptom is computed from. */
    boolean isJudged() {
        return hosts.stream().allMatch(host -> host.stale() || host.unknown().isEmpty());
    }

    private static SystemStatus nothing(Status status) {
        return new SystemStatus(
                null, null, null, null, null, null, null, null, status, null, List.of(), null, null, List.of());
    }
}
