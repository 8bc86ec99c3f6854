package dev.tidemark.query.host;

import dev.tidemark.wire.metric.Gauge;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Groups the gauges by the part of the API that returns them. */
enum GaugeGroup {
    CPU(Gauge.CPU_PERCENT, Gauge.CPU_COUNT, Gauge.LOAD_AVERAGE_1M),
    MEMORY(Gauge.MEMORY_USED_MB, Gauge.MEMORY_TOTAL_MB, Gauge.MEMORY_PERCENT, Gauge.SWAP_USED_MB, Gauge.SWAP_TOTAL_MB),
    DISK(
            Gauge.DISK_USED_GB,
            Gauge.DISK_TOTAL_GB,
            Gauge.DISK_PERCENT,
            Gauge.DISK_READ_BYTES_PER_SECOND,
            Gauge.DISK_WRITE_BYTES_PER_SECOND),
    /** Reported for each mount point. */
    MOUNT(Gauge.MOUNT_USED_GB, Gauge.MOUNT_TOTAL_GB, Gauge.MOUNT_PERCENT),
    NETWORK(Gauge.NETWORK_RX_BYTES_PER_SECOND, Gauge.NETWORK_TX_BYTES_PER_SECOND),
    PROCESSES(Gauge.PROCESS_COUNT, Gauge.PROCESS_THREAD_COUNT),
    /** Reported for each instance of a service. */
    JVM(
            Gauge.JVM_HEAP_USED_MB,
            Gauge.JVM_HEAP_MAX_MB,
            Gauge.JVM_GC_PAUSE_MS,
            Gauge.JVM_THREADS,
            Gauge.JVM_CPU_PERCENT,
            Gauge.JVM_UPTIME_SECONDS);

    private final Set<String> names;

    GaugeGroup(Gauge... gauges) {
        names = Arrays.stream(gauges).map(Gauge::wireName).collect(Collectors.toUnmodifiableSet());
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** Returns the names of all gauges, sorted. */
    static List<String> allNames() {
        return Arrays.stream(values())
                .flatMap(group -> group.names.stream())
                .sorted()
                .toList();
    }
}
