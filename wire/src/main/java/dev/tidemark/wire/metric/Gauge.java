package dev.tidemark.wire.metric;

import java.util.Locale;

/**
 * All published gauges of the host and the JVM, with {@code metric_type} {@code system} and the name in lower case.
 * {@code metadata} always contains {@code host}, the machine's name. MB and GB are powers of 1024, as in the operating
 * system's tools.
 */
public enum Gauge {
    /** Processor usage over all processors, since the last reading: 0 to 100. */
    CPU_PERCENT,
    /** Logical processors. */
    CPU_COUNT,
    /** Running and runnable threads, averaged over a minute. */
    LOAD_AVERAGE_1M,
    /** Memory in use: the total less what is available without swapping. */
    MEMORY_USED_MB,
    /** Physical memory. */
    MEMORY_TOTAL_MB,
    /** {@link #MEMORY_USED_MB} of {@link #MEMORY_TOTAL_MB}: 0 to 100. */
    MEMORY_PERCENT,
    /** Swap in use. */
    SWAP_USED_MB,
    /** Total swap space. */
    SWAP_TOTAL_MB,
    /** Used space of the root file system. */
    DISK_USED_GB,
    /** Size of the root file system. */
    DISK_TOTAL_GB,
    /** Used share of the space available to non-root users: 0 to 100, as in {@code df}. */
    DISK_PERCENT,
    /** Read rate over all disks, since the last reading. */
    DISK_READ_BYTES_PER_SECOND,
    /** Write rate over all disks, since the last reading. */
    DISK_WRITE_BYTES_PER_SECOND,
    /** Used space of another local file system, once a minute; {@code metadata} contains its {@code mount}. */
    MOUNT_USED_GB,
    /** Size of that file system, once a minute. */
    MOUNT_TOTAL_GB,
    /** Used share of that file system's available space, once a minute: 0 to 100. */
    MOUNT_PERCENT,
    /** Receive rate over all interfaces except loopback and container bridges, since the last reading. */
    NETWORK_RX_BYTES_PER_SECOND,
    /** Send rate over the same interfaces, since the last reading. */
    NETWORK_TX_BYTES_PER_SECOND,
    /** Processes on the machine. */
    PROCESS_COUNT,
    /** Threads on the machine. */
    PROCESS_THREAD_COUNT,
    /** Used heap, including uncollected garbage. */
    JVM_HEAP_USED_MB,
    /** The heap's limit. */
    JVM_HEAP_MAX_MB,
    /** Cumulative time since JVM start for which garbage collection stopped the application. */
    JVM_GC_PAUSE_MS,
    /** Live platform threads. */
    JVM_THREADS,
    /** Processor time of this JVM as a share of all processors: 0 to 100. */
    JVM_CPU_PERCENT,
    /** Time since JVM start. */
    JVM_UPTIME_SECONDS;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The {@code metric_name}, such as {@code memory_used_mb}. */
    public String wireName() {
        return wireName;
    }
}
