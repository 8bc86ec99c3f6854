package dev.tidemark.ingest.samples;

import dev.tidemark.wire.metric.Gauge;
import dev.tidemark.wire.metric.Gauge.Frequency;
import java.util.List;
import java.util.function.LongSupplier;
import oshi.software.os.OSFileStore;
import oshi.software.os.OperatingSystem;

/** Gauges of the local file systems. For one thread. */
final class MountReader {
    private static final long MIN_BYTES = 64L << 20;
    private static final int MOST = 16;
    /** Images and layers are full by their nature, and memory is no disk. */
    private static final List<String> NO_DISKS =
            List.of("squashfs", "iso9660", "udf", "erofs", "cramfs", "overlay", "tmpfs");

    private final OperatingSystem system;
    private final Pace pace;

    MountReader(OperatingSystem system, LongSupplier nanoTime) {
        pace = new Pace(Frequency.MINUTE, nanoTime);
        this.system = system;
    }

    void read(Readings readings) {
        pace.run(() -> readAll(readings));
    }

    private void readAll(Readings readings) {
        int count = 0;
        for (OSFileStore store : system.getFileSystem().getFileStores(true)) {
            String mount = store.getMount();
            if (mount.equals("/")) {
                readings.putPercent(Gauge.DISK_INODES_PERCENT, usedInodes(store), store.getTotalInodes());
            } else if (!NO_DISKS.contains(store.getType()) && store.getTotalSpace() >= MIN_BYTES && count < MOST) {
                count++;
                long used = store.getTotalSpace() - store.getFreeSpace();
                readings.putGigabytes(Gauge.MOUNT_USED_GB, mount, used);
                readings.putGigabytes(Gauge.MOUNT_TOTAL_GB, mount, store.getTotalSpace());
                readings.putPercent(Gauge.MOUNT_PERCENT, mount, used, used + store.getUsableSpace());
                readings.putPercent(Gauge.MOUNT_INODES_PERCENT, mount, usedInodes(store), store.getTotalInodes());
            }
        }
    }

    /** OSHI returns 0 of 0 if it cannot read them. */
    private static long usedInodes(OSFileStore store) {
        return store.getTotalInodes() - store.getFreeInodes();
    }
}
