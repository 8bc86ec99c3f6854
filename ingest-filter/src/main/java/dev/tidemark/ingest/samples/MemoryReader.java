package dev.tidemark.ingest.samples;

import dev.tidemark.wire.metric.Gauge;
import dev.tidemark.wire.metric.Gauge.Frequency;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import oshi.hardware.GlobalMemory;
import oshi.hardware.VirtualMemory;

/** Gauges of memory and swap. For one thread. */
final class MemoryReader {
    private final GlobalMemory memory;
    private final Path root;
    private final Rate swappedIn = new Rate();
    private final Rate swappedOut = new Rate();
    private final Pace detail;

    MemoryReader(GlobalMemory memory, Path root, LongSupplier nanoTime) {
        detail = new Pace(Frequency.QUARTER_MINUTE, nanoTime);
        this.memory = memory;
        this.root = root;
    }

    /** @param allowed what a container has; null if it has all memory */
    void read(Readings readings, Cgroup.@Nullable Memory allowed) {
        long total = allowed == null ? memory.getTotal() : allowed.limit();
        long used = allowed == null ? memory.getTotal() - memory.getAvailable() : allowed.used();
        readings.putMegabytes(Gauge.MEMORY_USED_MB, used);
        readings.putMegabytes(Gauge.MEMORY_TOTAL_MB, total);
        readings.putMegabytes(Gauge.MEMORY_AVAILABLE_MB, Math.max(0, total - used));
        readings.putPercent(Gauge.MEMORY_PERCENT, used, total);
        VirtualMemory virtual = memory.getVirtualMemory();
        readings.putMegabytes(Gauge.SWAP_USED_MB, virtual.getSwapUsed());
        readings.putMegabytes(Gauge.SWAP_TOTAL_MB, virtual.getSwapTotal());
        readings.put(Gauge.SWAP_IN_BYTES_PER_SECOND, swappedIn.next(virtual.getSwapPagesIn() * memory.getPageSize()));
        readings.put(
                Gauge.SWAP_OUT_BYTES_PER_SECOND, swappedOut.next(virtual.getSwapPagesOut() * memory.getPageSize()));
        detail.run(() -> HostFiles.number(root.resolve("proc/meminfo"), "Cached")
                .ifPresent(kilobytes -> readings.putMegabytes(Gauge.MEMORY_CACHED_MB, kilobytes << 10)));
    }
}
