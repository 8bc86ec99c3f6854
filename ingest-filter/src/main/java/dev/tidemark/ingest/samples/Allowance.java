package dev.tidemark.ingest.samples;

import dev.tidemark.wire.metric.Gauge;
import dev.tidemark.wire.metric.Gauge.Frequency;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Gauges of what the host allows this process, and of how much of it is used. For one thread. */
final class Allowance {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Path root;
    private final Cgroup cgroup;
    private final Rate used = new Rate();
    private final Rates throttled = new Rates();
    private final Pace detail;

    /**
     * Processors that a container has.
     *
     * @param percent how much of them was used since the last reading; empty if unknown
     */
    record Processors(double limit, OptionalDouble percent) {}

    /** What a container has; null where it has all that the machine has. */
    record Container(
            Cgroup.@Nullable Memory memory, @Nullable Processors processors) {}

    /** @param root the root of the file system */
    Allowance(Path root, LongSupplier nanoTime) {
        detail = new Pace(Frequency.QUARTER_MINUTE, nanoTime);
        this.root = root;
        cgroup = new Cgroup(root);
    }

    /** Forwards what is limited. */
    Container read(Readings readings) {
        detail.run(() -> cgroup.outOfMemoryKills().ifPresent(kills -> readings.put(Gauge.CGROUP_OOM_KILLS, kills)));
        return new Container(readMemory(readings), readProcessors(readings));
    }

    private Cgroup.@Nullable Memory readMemory(Readings readings) {
        OptionalLong machine = HostFiles.number(root.resolve("proc/meminfo"), "MemTotal");
        Cgroup.Memory memory = machine.isEmpty() ? null : cgroup.memory(machine.getAsLong() << 10);
        if (memory == null) {
            return null;
        }
        readings.putMegabytes(Gauge.CGROUP_MEMORY_USED_MB, memory.used());
        readings.putMegabytes(Gauge.CGROUP_MEMORY_LIMIT_MB, memory.limit());
        readings.putPercent(Gauge.CGROUP_MEMORY_PERCENT, memory.used(), memory.limit());
        return memory.wholeHost() ? memory : null;
    }

    private @Nullable Processors readProcessors(Readings readings) {
        OptionalLong machine = HostFiles.count(root.resolve("sys/devices/system/cpu/online"));
        Cgroup.Processor processor = machine.isEmpty() ? null : cgroup.processor((int) machine.getAsLong());
        if (processor == null) {
            return null;
        }
        readings.put(Gauge.CGROUP_CPU_LIMIT, processor.limit());
        OptionalDouble nanosPerSecond = used.next(processor.usedNanos());
        OptionalDouble percent = nanosPerSecond.isEmpty()
                ? nanosPerSecond
                : OptionalDouble.of(100 * nanosPerSecond.getAsDouble() / NANOS_PER_SECOND / processor.limit());
        readings.put(Gauge.CGROUP_CPU_PERCENT, percent);
        throttled
                .ratio("throttled", processor.throttled(), processor.periods())
                .ifPresent(share -> readings.put(Gauge.CGROUP_CPU_THROTTLED_PERCENT, 100 * share));
        return processor.wholeHost() ? new Processors(processor.limit(), percent) : null;
    }
}
