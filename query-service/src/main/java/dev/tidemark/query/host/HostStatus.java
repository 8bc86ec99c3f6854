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
 * One machine as it was last seen. A figure that is not known is null. The figures of the disk are those of the fullest file
 * system.
 *
 * @param host its name
 * @param at when the newest of the readings was taken
 * @param stale whether that is longer ago than readings should be
 * @param diskAvailableGb what is left for users other than root
 * @param diskPercent in use, of {@code diskUsedGb} and {@code diskAvailableGb} together, as {@code df} has it
 * @param diskMount where the fullest file system is mounted
 * @param mounts all file systems, the fullest first
 * @param unknown the figures that it does not tell, why, and the remedy
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
        List<Unknown> unknown) {
    /** Readings come every 5 s; after this long, some are missing. */
    static final Duration FRESH = Duration.ofSeconds(30);

    private static final List<Gauge> JUDGED = List.of(Gauge.CPU_PERCENT, Gauge.MEMORY_PERCENT, Gauge.DISK_PERCENT);

    public HostStatus {
        mounts = List.copyOf(mounts);
        unknown = List.copyOf(unknown);
    }

    static HostStatus of(HostReadings readings, Instant now) {
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
                readings.at().plus(FRESH).isBefore(now),
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
                unknown(values));
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
                                "no application on the host tells how it is",
                                "add com.github.oshi:oshi-core to the class path of one of them")
                        : new Unknown(missing, "the host does not tell " + String.join(", ", missing), null));
    }

    private static @Nullable Double two(Map<String, Double> values, Gauge gauge) {
        return Rounding.knownTwo(values.get(gauge.wireName()));
    }

    /** The fullest of its resources, of those that are known, in percent. */
    double strain() {
        return Stream.of(cpuPercent, memoryPercent, diskPercent)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }
}
