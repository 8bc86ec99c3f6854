package dev.tidemark.ingest.samples;

import dev.tidemark.ingest.SampleSource;
import dev.tidemark.wire.metric.Gauge;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/** Gauges of the JVM, read with JMX. */
public final class JvmSamples implements SampleSource {

    @Override
    public void read(Sink sink) {
        Readings readings = new Readings(sink);
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        readings.putMegabytes(Gauge.JVM_HEAP_USED_MB, heap.getUsed());
        if (heap.getMax() > 0) {
            readings.putMegabytes(Gauge.JVM_HEAP_MAX_MB, heap.getMax());
        }
        readings.put(Gauge.JVM_GC_PAUSE_MS, (double) pauseMillis());
        readings.put(Gauge.JVM_THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
        readings.put(
                Gauge.JVM_UPTIME_SECONDS, ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
        // JVMs without the module jdk.management have another bean type.
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            double load = system.getProcessCpuLoad();
            if (load >= 0) {
                readings.put(Gauge.JVM_CPU_PERCENT, 100 * load);
            }
        }
    }

    private static long pauseMillis() {
        long sum = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            // Concurrent collectors also report the time of their cycles, which do not stop the application.
            String name = collector.getName();
            if (!name.contains("Concurrent") && !name.contains("Cycles")) {
                sum += Math.max(0, collector.getCollectionTime());
            }
        }
        return sum;
    }
}
