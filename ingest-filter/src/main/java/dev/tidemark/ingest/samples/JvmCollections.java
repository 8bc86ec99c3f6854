package dev.tidemark.ingest.samples;

import dev.tidemark.wire.metric.Gauge;
import dev.tidemark.wire.metric.Gauge.Frequency;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/** Gauges of garbage collection. For one thread. */
final class JvmCollections {
    private final Rate pauses = new Rate();
    private final Pace detail;

    JvmCollections(LongSupplier nanoTime) {
        detail = new Pace(Frequency.QUARTER_MINUTE, nanoTime);
    }

    void read(Readings readings) {
        long millis = 0;
        long count = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (isPause(collector.getName())) {
                millis += Math.max(0, collector.getCollectionTime());
                count += Math.max(0, collector.getCollectionCount());
            }
        }
        readings.put(Gauge.JVM_GC_PAUSE_MS, (double) millis);
        readings.put(Gauge.JVM_GC_PAUSES, (double) count);
        pauses.next(millis)
                .ifPresent(millisPerSecond -> readings.put(Gauge.JVM_GC_PERCENT, Math.min(100, millisPerSecond / 10)));
        detail.run(() -> readEach(readings));
    }

    private static void readEach(Readings readings) {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            // -1 if unknown.
            if (collector.getCollectionCount() >= 0) {
                readings.put(Gauge.JVM_GC_COLLECTIONS, collector.getName(), (double) collector.getCollectionCount());
            }
            if (collector.getCollectionTime() >= 0) {
                readings.put(Gauge.JVM_GC_COLLECTION_MS, collector.getName(), (double) collector.getCollectionTime());
            }
        }
    }

    /**
     * Whether a collector's time is that of pauses. ZGC and Shenandoah also report their cycles, which run beside the
     * application; "G1 Concurrent GC" reports only the pauses of its cycles.
     */
    static boolean isPause(String collector) {
        return !collector.contains("Cycles");
    }
}
