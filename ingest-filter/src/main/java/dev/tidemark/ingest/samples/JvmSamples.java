package dev.tidemark.ingest.samples;

import dev.tidemark.ingest.SampleSource;
import dev.tidemark.wire.metric.Gauge;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/** The JVM's own gauges, through JMX. */
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
        // A JVM without the module jdk.management has another bean.
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
            // Concurrent collectors tell the time of their cycles too, which stop nobody.
            String name = collector.getName();
            if (!name.contains("Concurrent") && !name.contains("Cycles")) {
                sum += Math.max(0, collector.getCollectionTime());
            }
        }
        return sum;
    }
}
