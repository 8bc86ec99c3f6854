package dev.tidemark.ingest.samples;

import dev.tidemark.wire.metric.Gauge;
import dev.tidemark.wire.metric.Gauge.Frequency;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.FileSystem;
import oshi.software.os.OperatingSystem;
import oshi.spi.SystemInfoFactory;
import oshi.spi.SystemInfoProvider;

/** Reads everything that needs OSHI. For one thread. */
final class OshiReader {
    private final OperatingSystem system;
    private final ProcessorReader processors;
    private final MemoryReader memory;
    private final DiskReader disks;
    private final MountReader mounts;
    private final NetworkReader network;
    private final TcpReader tcp;
    private final ProcessReader processes;
    private final Pace files;

    OshiReader(Path root, LongSupplier nanoTime) {
        files = new Pace(Frequency.QUARTER_MINUTE, nanoTime);
        // Prefer the implementation without native code: JVMs print warnings about native access to the application's
        // console.
        SystemInfoProvider nativeFree = new oshi.nativefree.SystemInfo();
        SystemInfoProvider provider = nativeFree.isAvailable() ? nativeFree : SystemInfoFactory.create();
        HardwareAbstractionLayer hardware = provider.getHardware();
        system = provider.getOperatingSystem();
        processors = new ProcessorReader(hardware.getProcessor(), nanoTime);
        memory = new MemoryReader(hardware.getMemory(), root, nanoTime);
        disks = new DiskReader(hardware, root, nanoTime);
        mounts = new MountReader(system, nanoTime);
        network = new NetworkReader(hardware, root, nanoTime);
        tcp = new TcpReader(root, nanoTime);
        processes = new ProcessReader(system, hardware.getProcessor().getLogicalProcessorCount(), nanoTime);
    }

    void read(Readings readings, Allowance.Container container) {
        // What cannot be read must not hide the rest.
        List<RuntimeException> failures = new ArrayList<>();
        attempt(failures, () -> processors.read(readings, container.processors()));
        attempt(failures, () -> memory.read(readings, container.memory()));
        attempt(failures, () -> disks.read(readings));
        attempt(failures, () -> mounts.read(readings));
        attempt(failures, () -> network.read(readings));
        attempt(failures, () -> tcp.read(readings));
        attempt(failures, () -> processes.read(readings));
        attempt(failures, () -> files.run(() -> readFiles(readings)));
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private void readFiles(Readings readings) {
        FileSystem files = system.getFileSystem();
        // OSHI returns 0 for what it cannot read.
        if (files.getOpenFileDescriptors() > 0) {
            readings.put(Gauge.FILES_OPEN, files.getOpenFileDescriptors());
        }
        if (files.getMaxFileDescriptors() > 0) {
            readings.put(Gauge.FILES_MAX, files.getMaxFileDescriptors());
        }
    }

    private static void attempt(List<RuntimeException> failures, Runnable reading) {
        try {
            reading.run();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }
}
