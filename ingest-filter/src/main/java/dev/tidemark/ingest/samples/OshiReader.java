package dev.tidemark.ingest.samples;

import dev.tidemark.wire.metric.Gauge;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.hardware.VirtualMemory;
import oshi.software.os.OSFileStore;
import oshi.software.os.OperatingSystem;
import oshi.spi.SystemInfoFactory;
import oshi.spi.SystemInfoProvider;

/** All code that needs OSHI. For one thread. */
final class OshiReader {
    private static final long MOUNTS_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long MIN_MOUNT_BYTES = 64L << 20;
    private static final int MAX_MOUNTS = 16;
    private static final List<String> LAYERED_DISKS = List.of("dm-", "loop", "ram", "zram", "md");
    /** Images and layers are full by their nature, and memory is no disk. */
    private static final List<String> NO_DISKS =
            List.of("squashfs", "iso9660", "udf", "erofs", "cramfs", "overlay", "tmpfs");

    private static final List<String> BRIDGES = List.of("docker", "br-", "veth", "virbr", "cni");

    private final HardwareAbstractionLayer hardware;
    private final OperatingSystem system;
    private final CentralProcessor processor;
    private final Rate diskRead = new Rate();
    private final Rate diskWrite = new Rate();
    private final Rate received = new Rate();
    private final Rate sent = new Rate();
    private long @Nullable [] ticks;
    private long mountsDue = System.nanoTime();

    OshiReader() {
        // Prefer the implementation without native code: JVMs print warnings about native access to the application's
        // console.
        SystemInfoProvider nativeFree = new oshi.nativefree.SystemInfo();
        SystemInfoProvider provider = nativeFree.isAvailable() ? nativeFree : SystemInfoFactory.create();
        hardware = provider.getHardware();
        system = provider.getOperatingSystem();
        processor = hardware.getProcessor();
    }

    void read(Readings readings) {
        readProcessor(readings);
        readMemory(readings);
        readDisks(readings);
        readNetwork(readings);
        readings.put(Gauge.PROCESS_COUNT, system.getProcessCount());
        readings.put(Gauge.PROCESS_THREAD_COUNT, system.getThreadCount());
        if (System.nanoTime() - mountsDue >= 0) {
            mountsDue = System.nanoTime() + MOUNTS_EVERY_NANOS;
            readMounts(readings);
        }
    }

    private void readProcessor(Readings readings) {
        long[] now = processor.getSystemCpuLoadTicks();
        if (ticks != null) {
            double load = processor.getSystemCpuLoadBetweenTicks(ticks, now);
            readings.put(Gauge.CPU_PERCENT, 100 * load);
        }
        ticks = now;
        readings.put(Gauge.CPU_COUNT, processor.getLogicalProcessorCount());
        double load = processor.getSystemLoadAverage(1)[0];
        if (load >= 0) {
            readings.put(Gauge.LOAD_AVERAGE_1M, load);
        }
    }

    private void readMemory(Readings readings) {
        GlobalMemory memory = hardware.getMemory();
        long used = memory.getTotal() - memory.getAvailable();
        readings.putMegabytes(Gauge.MEMORY_USED_MB, used);
        readings.putMegabytes(Gauge.MEMORY_TOTAL_MB, memory.getTotal());
        readings.putPercent(Gauge.MEMORY_PERCENT, used, memory.getTotal());
        VirtualMemory virtual = memory.getVirtualMemory();
        readings.putMegabytes(Gauge.SWAP_USED_MB, virtual.getSwapUsed());
        readings.putMegabytes(Gauge.SWAP_TOTAL_MB, virtual.getSwapTotal());
    }

    private void readDisks(Readings readings) {
        long read = 0;
        long written = 0;
        for (HWDiskStore disk : hardware.getDiskStores()) {
            if (!startsWithAny(disk.getName().replace("/dev/", ""), LAYERED_DISKS)) {
                read += disk.getReadBytes();
                written += disk.getWriteBytes();
            }
        }
        diskRead.next(read).ifPresent(rate -> readings.put(Gauge.DISK_READ_BYTES_PER_SECOND, rate));
        diskWrite.next(written).ifPresent(rate -> readings.put(Gauge.DISK_WRITE_BYTES_PER_SECOND, rate));
    }

    private void readNetwork(Readings readings) {
        long in = 0;
        long out = 0;
        for (NetworkIF network : hardware.getNetworkIFs()) {
            if (!startsWithAny(network.getName(), BRIDGES)) {
                in += network.getBytesRecv();
                out += network.getBytesSent();
            }
        }
        received.next(in).ifPresent(rate -> readings.put(Gauge.NETWORK_RX_BYTES_PER_SECOND, rate));
        sent.next(out).ifPresent(rate -> readings.put(Gauge.NETWORK_TX_BYTES_PER_SECOND, rate));
    }

    private void readMounts(Readings readings) {
        int count = 0;
        for (OSFileStore store : system.getFileSystem().getFileStores(true)) {
            boolean other = !store.getMount().equals("/") && !NO_DISKS.contains(store.getType());
            if (other && store.getTotalSpace() >= MIN_MOUNT_BYTES && count < MAX_MOUNTS) {
                count++;
                long used = store.getTotalSpace() - store.getFreeSpace();
                readings.putMount(store.getMount(), used, store.getUsableSpace(), store.getTotalSpace());
            }
        }
    }

    private static boolean startsWithAny(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }
}
