package dev.tidemark.ingest.samples;

import dev.tidemark.wire.metric.Gauge;
import dev.tidemark.wire.metric.Gauge.Frequency;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.function.LongSupplier;

/** Gauges of the JVM's memory. For one thread. */
final class JvmMemory {
    private final Pace detail;
    private final Pace rarely;

    JvmMemory(LongSupplier nanoTime) {
        detail = new Pace(Frequency.QUARTER_MINUTE, nanoTime);
        rarely = new Pace(Frequency.MINUTE, nanoTime);
    }

    void read(Readings readings) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        readings.putMegabytes(Gauge.JVM_HEAP_USED_MB, heap.getUsed());
        if (heap.getMax() > 0) {
            readings.putMegabytes(Gauge.JVM_HEAP_MAX_MB, heap.getMax());
        }
        readings.putMegabytes(
                Gauge.JVM_NONHEAP_USED_MB,
                ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed());
        detail.run(() -> readDetail(readings, heap));
        rarely.run(() -> readLimits(readings));
    }

    private static void readDetail(Readings readings, MemoryUsage heap) {
        readings.putMegabytes(Gauge.JVM_HEAP_COMMITTED_MB, heap.getCommitted());
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getUsage();
            // Null if the pool is no longer valid.
            if (usage != null) {
                readings.putMegabytes(Gauge.JVM_POOL_USED_MB, pool.getName(), usage.getUsed());
            }
        }
        for (BufferPoolMXBean buffers : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (buffers.getMemoryUsed() >= 0) {
                readings.putMegabytes(Gauge.JVM_BUFFER_USED_MB, buffers.getName(), buffers.getMemoryUsed());
            }
            readings.put(Gauge.JVM_BUFFERS, buffers.getName(), buffers.getCount());
        }
    }

    private static void readLimits(Readings readings) {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getUsage();
            if (usage != null && usage.getMax() > 0) {
                readings.putMegabytes(Gauge.JVM_POOL_MAX_MB, pool.getName(), usage.getMax());
            }
        }
    }
}
