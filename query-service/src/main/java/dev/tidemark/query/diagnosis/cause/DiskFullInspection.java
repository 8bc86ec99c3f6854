package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Part;
import dev.tidemark.query.diagnosis.detect.Deviation;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file system without space or inodes left. Threshold: 98 % in use, or 95 %, and 1 point more than before; one that was as full before explains
 * less, and only what fails, unless it is at 99.9 %.
 */
@Singleton
final class DiskFullInspection implements Inspection {
    private static final double FULL = 98;
    private static final double NEARLY = 95;
    private static final double RISE = 1;
    private static final double LEAST_SHARE = 0.5;
    /** A full disk is likely, but not certain, to be the reason. */
    private static final double SHARE = 0.5;
    /** A disk that has been as full for long is worth a word, but no explanation. */
    private static final double AS_BEFORE_SHARE = 0.2;

    private static final double ENTIRELY = 99.9;

    @Override
    public String subject() {
        return "full disks";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return evidence.gauges("system", "disk_percent").findAny().isPresent();
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        return Stream.of("disk_percent", "mount_percent", "disk_inodes_percent", "mount_inodes_percent")
                .flatMap(name -> evidence.gauges("system", name))
                .filter(gauge -> gauge.max() >= FULL
                        || gauge.max() >= NEARLY && gauge.max() - gauge.beforeOr(gauge.max()) >= RISE)
                .filter(gauge -> gauge.max() >= ENTIRELY || shift.kind() != Deviation.Kind.REFUSED)
                .max(Comparator.comparingDouble(Gauge::max))
                .filter(gauge -> shift.isFailing()
                        || shift.isSlow() && HostShare.of(shift) + shift.share(Part.DB) >= LEAST_SHARE)
                .map(gauge -> new Cause(
                        Kind.DISK_FULL,
                        gauge.max() >= ENTIRELY || gauge.max() - gauge.beforeOr(0) >= RISE ? SHARE : AS_BEFORE_SHARE,
                        null,
                        "host " + gauge.host() + " " + gauge.label("mount", "/"),
                        "the file system " + gauge.label("mount", "/") + " of host " + gauge.host() + " is "
                                + Words.percent(gauge.max() / 100) + " full"
                                + (gauge.name().contains("inodes") ? " of inodes" : ""),
                        "free space there (old logs, dumps) before anything else"));
    }
}
