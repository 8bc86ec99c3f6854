package dev.tidemark.query.host;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.wire.metric.Gauge;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status of a file system. Unknown figures are null.
 *
 * @param mount its mount point
 * @param usedGb used space in GiB
 * @param totalGb size of the file system in GiB, including space reserved for root; can exceed used plus available space
 * @param availableGb space in GiB that is available to users other than root
 * @param percent used space as a percentage of used plus available space, as in {@code df}
 */
@Serdeable
record MountStatus(
        String mount,
        @Nullable Double usedGb,
        @Nullable Double totalGb,
        @Nullable Double availableGb,
        @Nullable Double percent) {
    static final String MAIN = "/";

    static MountStatus main(Map<String, Double> values) {
        return of(MAIN, values, Gauge.DISK_USED_GB, Gauge.DISK_TOTAL_GB, Gauge.DISK_PERCENT);
    }

    static MountStatus of(MountReadings readings) {
        return of(readings.mount(), readings.values(), Gauge.MOUNT_USED_GB, Gauge.MOUNT_TOTAL_GB, Gauge.MOUNT_PERCENT);
    }

    private static MountStatus of(String mount, Map<String, Double> values, Gauge used, Gauge total, Gauge percent) {
        Double inUse = values.get(used.wireName());
        Double share = values.get(percent.wireName());
        Double available = inUse == null || share == null || share <= 0 ? null : inUse * (100 / share - 1);
        return new MountStatus(
                mount,
                Rounding.knownTwo(inUse),
                Rounding.knownTwo(values.get(total.wireName())),
                Rounding.knownTwo(available),
                Rounding.knownTwo(share));
    }

    boolean isKnown() {
        return percent != null;
    }

    double percentOrZero() {
        return percent == null ? 0 : percent;
    }
}
