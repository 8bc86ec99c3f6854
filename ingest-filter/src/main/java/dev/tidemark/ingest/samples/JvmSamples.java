package dev.tidemark.ingest.samples;

import dev.tidemark.ingest.SampleSource;
import dev.tidemark.wire.metric.Gauge;
import dev.tidemark.wire.metric.Gauge.Frequency;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Gauges of the JVM, read with JMX. */
public final class JvmSamples implements SampleSource {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final JvmMemory memory;
    private final JvmThreads threads;
    private final JvmCollections collections;
    /** Null in JVMs without the module {@code jdk.management}. */
    private final @Nullable JvmExtensions extensions = JvmExtensions.isPresent() ? new JvmExtensions() : null;

    private final Rate allocated = new Rate();
    private final Pace detail;
    private final Pace rarely;

    public JvmSamples() {
        this(System::nanoTime);
    }

    JvmSamples(LongSupplier nanoTime) {
        memory = new JvmMemory(nanoTime);
        threads = new JvmThreads(nanoTime);
        collections = new JvmCollections(nanoTime);
        detail = new Pace(Frequency.QUARTER_MINUTE, nanoTime);
        rarely = new Pace(Frequency.MINUTE, nanoTime);
    }

    @Override
    public void read(Sink sink) {
        Readings readings = new Readings(sink);
        memory.read(readings);
        threads.read(readings);
        collections.read(readings);
        readings.put(
                Gauge.JVM_UPTIME_SECONDS, ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
        if (extensions != null) {
            extensions.cpuPercent().ifPresent(percent -> readings.put(Gauge.JVM_CPU_PERCENT, percent));
            readings.put(Gauge.JVM_GC_LONGEST_PAUSE_MS, extensions.longestPauseMillis());
            extensions.allocatedBytes().ifPresent(bytes -> {
                OptionalDouble rate = allocated.next(bytes);
                readings.put(Gauge.JVM_ALLOCATED_BYTES_PER_SECOND, rate);
            });
        }
        detail.run(() -> readDetail(readings));
        rarely.run(() -> readRarely(readings));
    }

    @Override
    public void close() {
        if (extensions != null) {
            extensions.close();
        }
    }

    private void readDetail(Readings readings) {
        readings.put(
                Gauge.JVM_CLASSES_LOADED,
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        HostFiles.number(STATUS, "VmRSS")
                .ifPresent(kilobytes -> readings.putMegabytes(Gauge.JVM_RSS_MB, kilobytes << 10));
        if (extensions != null) {
            extensions.heapAfterCollection().ifPresent(b -> readings.putMegabytes(Gauge.JVM_HEAP_AFTER_GC_MB, b));
            extensions.openFiles().ifPresent(files -> readings.put(Gauge.JVM_FILES_OPEN, files));
        }
    }

    private void readRarely(Readings readings) {
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        readings.put(Gauge.JVM_CLASSES_UNLOADED, classes.getUnloadedClassCount());
        readings.put(Gauge.JVM_INFO, Runtime.version().toString(), 1);
        if (extensions != null) {
            extensions.maxFiles().ifPresent(files -> readings.put(Gauge.JVM_FILES_MAX, files));
        }
    }
}
