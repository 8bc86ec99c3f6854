package dev.tidemark.query.host;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.wire.metric.Gauge;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The status of a host. Unknown figures are null. Disk figures are those of the fullest file system.
 *
 * @param host the name of the host
 * @param at the time of the newest reading
 * @param stale whether the newest reading is older than 30 s
 * @param diskAvailableGb space in GiB that is available to users other than root
 * @param diskPercent used space as a percentage of used plus available space, as in {@code df}
 * @param diskMount mount point of the fullest file system
 * @param mounts all file systems, fullest first
 * @param unknown the figures that the host does not report, with the reason and the remedy
 * @param cpuLimit the processors that the host allows; fewer than {@code cpuCount} in a container with a limit
 */
@Serdeable
public record HostStatus(
        String host,
        Instant at,
        boolean stale,
        @Nullable Double cpuPercent,
        @Nullable Long cpuCount,
        @Nullable Double memoryUsedMb,
        @Nullable Double memoryTotalMb,
        @Nullable Double memoryPercent,
        @Nullable Double diskUsedGb,
        @Nullable Double diskTotalGb,
        @Nullable Double diskPercent,
        @Nullable Double diskAvailableGb,
        @Nullable String diskMount,
        List<MountStatus> mounts,
        List<Unknown> unknown,
        @Nullable Double cpuLimit) {
    /** Applications send samples every 5 s by default, so several are missing after this time. */
    static final Duration FRESH = Duration.ofSeconds(30);

    private static final List<Gauge> JUDGED = List.of(Gauge.CPU_PERCENT, Gauge.MEMORY_PERCENT, Gauge.DISK_PERCENT);

    public HostStatus {
        mounts = List.copyOf(mounts);
        unknown = List.copyOf(unknown);
    }

    static HostStatus of(HostReadings readings) {
        Map<String, Double> values = readings.values();
        List<MountStatus> mounts = Stream.concat(
                        Stream.of(MountStatus.main(values)),
                        readings.mounts().stream().map(MountStatus::of))
                .filter(MountStatus::isKnown)
                .sorted(Comparator.comparingDouble(MountStatus::percentOrZero).reversed())
                .toList();
        MountStatus fullest = mounts.isEmpty() ? MountStatus.main(values) : mounts.getFirst();
        Double processors = values.get(Gauge.CPU_COUNT.wireName());
        return new HostStatus(
                readings.host(),
                readings.at(),
                readings.stale(),
                two(values, Gauge.CPU_PERCENT),
                processors == null ? null : Math.round(processors),
                two(values, Gauge.MEMORY_USED_MB),
                two(values, Gauge.MEMORY_TOTAL_MB),
                two(values, Gauge.MEMORY_PERCENT),
                fullest.usedGb(),
                fullest.totalGb(),
                fullest.percent(),
                fullest.availableGb(),
                mounts.isEmpty() ? null : fullest.mount(),
                mounts,
                unknown(values),
                two(values, Gauge.CPU_LIMIT));
    }

    private static List<Unknown> unknown(Map<String, Double> values) {
        List<String> missing = new ArrayList<>();
        for (Gauge gauge : JUDGED) {
            if (!values.containsKey(gauge.wireName())) {
                missing.add(gauge.wireName());
            }
        }
        if (missing.isEmpty()) {
            return List.of();
        }
        return List.of(
                missing.size() == JUDGED.size()
                        ? new Unknown(
                                missing,
                                "no application on the host reports " + String.join(", ", missing),
                                "add com.github.oshi:oshi-core to the class path of one application")
                        : new Unknown(missing, "the host does not report " + String.join(", ", missing), null));
    }

    private static @Nullable Double two(Map<String, Double> values, Gauge gauge) {
        return Rounding.knownTwo(values.get(gauge.wireName()));
    }

    /** Returns the highest known usage of CPU, memory and disk in percent; 0 if all are unknown. */
    double strain() {
        return Stream.of(cpuPercent, memoryPercent, diskPercent)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }
}
