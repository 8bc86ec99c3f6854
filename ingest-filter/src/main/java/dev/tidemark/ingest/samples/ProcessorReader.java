package dev.tidemark.ingest.samples;

import dev.tidemark.wire.metric.Gauge;
import dev.tidemark.wire.metric.Gauge.Frequency;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;

/** Gauges of the processors and of their load. For one thread. */
final class ProcessorReader {
    private final CentralProcessor processor;
    private final Pace detail;
    private long @Nullable [] last;

    ProcessorReader(CentralProcessor processor, LongSupplier nanoTime) {
        detail = new Pace(Frequency.QUARTER_MINUTE, nanoTime);
        this.processor = processor;
    }

    /** @param allowed what a container has; null if it has all processors */
    void read(Readings readings, Allowance.@Nullable Processors allowed) {
        long[] ticks = processor.getSystemCpuLoadTicks();
        if (last != null) {
            readShares(readings, last, ticks);
            if (allowed == null) {
                readings.put(Gauge.CPU_PERCENT, 100 * processor.getSystemCpuLoadBetweenTicks(last, ticks));
            }
        }
        last = ticks;
        if (allowed != null) {
            // A cgroup can use what it saved, so briefly more than it may.
            allowed.percent().ifPresent(percent -> readings.put(Gauge.CPU_PERCENT, Math.min(100, percent)));
        }
        readings.put(Gauge.CPU_COUNT, processor.getLogicalProcessorCount());
        double[] loads = processor.getSystemLoadAverage(3);
        readLoad(readings, Gauge.LOAD_AVERAGE_1M, loads, 0);
        detail.run(() -> {
            readings.put(Gauge.CPU_LIMIT, allowed == null ? processor.getLogicalProcessorCount() : allowed.limit());
            readLoad(readings, Gauge.LOAD_AVERAGE_5M, loads, 1);
            readLoad(readings, Gauge.LOAD_AVERAGE_15M, loads, 2);
        });
    }

    private static void readShares(Readings readings, long[] before, long[] now) {
        long all = 0;
        for (TickType type : TickType.values()) {
            all += rise(before, now, type);
        }
        long user = rise(before, now, TickType.USER) + rise(before, now, TickType.NICE);
        long kernel = rise(before, now, TickType.SYSTEM)
                + rise(before, now, TickType.IRQ)
                + rise(before, now, TickType.SOFTIRQ);
        readings.putPercent(Gauge.CPU_USER_PERCENT, user, all);
        readings.putPercent(Gauge.CPU_SYSTEM_PERCENT, kernel, all);
        readings.putPercent(Gauge.CPU_IOWAIT_PERCENT, rise(before, now, TickType.IOWAIT), all);
        readings.putPercent(Gauge.CPU_STEAL_PERCENT, rise(before, now, TickType.STEAL), all);
    }

    /** The kernel's counter of waiting for disks can fall. */
    private static long rise(long[] before, long[] now, TickType type) {
        return Math.max(0, now[type.getIndex()] - before[type.getIndex()]);
    }

    private static void readLoad(Readings readings, Gauge gauge, double[] loads, int index) {
        if (loads[index] >= 0) {
            readings.put(gauge, loads[index]);
        }
    }
}
