package dev.tidemark.ingest.samples;

import dev.tidemark.ingest.SampleSource;
import dev.tidemark.wire.metric.Gauge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Gauges of the machine, read with OSHI, and of the cgroup of this process; only the latter if the application has no OSHI. */
public final class HostSamples implements SampleSource {
    private final @Nullable OshiReader oshi;
    private final Allowance allowance;

    public HostSamples() {
        this(Path.of("/"), System::nanoTime);
    }

    /** @param root the root of the file system, for what OSHI does not read */
    HostSamples(Path root, LongSupplier nanoTime) {
        oshi = isPresent() ? new OshiReader(root, nanoTime) : null;
        allowance = new Allowance(root, nanoTime);
    }

    @Override
    public void read(Sink sink) {
        Readings readings = new Readings(sink);
        Allowance.Container container = allowance.read(readings);
        if (oshi != null) {
            oshi.read(readings, container);
            readMainDisk(readings);
        }
    }

    private static boolean isPresent() {
        try {
            Class.forName("oshi.nativefree.SystemInfo", false, HostSamples.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** Uses the JDK, because OSHI skips the root file system of a container, which is an overlay. */
    private static void readMainDisk(Readings readings) {
        try {
            Path root = Path.of("").toAbsolutePath().getRoot();
            FileStore store = Files.getFileStore(root);
            long used = store.getTotalSpace() - store.getUnallocatedSpace();
            readings.putGigabytes(Gauge.DISK_USED_GB, used);
            readings.putGigabytes(Gauge.DISK_TOTAL_GB, store.getTotalSpace());
            readings.putPercent(Gauge.DISK_PERCENT, used, used + store.getUsableSpace());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
