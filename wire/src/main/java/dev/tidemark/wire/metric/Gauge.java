package dev.tidemark.wire.metric;

import java.util.Locale;

/**
 * Every gauge of host and JVM that a filter publishes, with {@code metric_type} {@code system} and the name in lower case.
 * {@code metadata} always has {@code host}, the machine's name. MB and GB count in powers of 1024, as the tools of the
 * operating system do.
 */
public enum Gauge {
    /** Processors busy, over all of them, since the last reading: 0 to 100. */
    CPU_PERCENT,
    /** Logical processors. */
    CPU_COUNT,
    /** Threads that ran or waited to, on average over a minute. */
    LOAD_AVERAGE_1M,
    /** Memory in use: the total less what is available without swapping. */
    MEMORY_USED_MB,
    /** Physical memory. */
    MEMORY_TOTAL_MB,
    /** {@link #MEMORY_USED_MB} of {@link #MEMORY_TOTAL_MB}: 0 to 100. */
    MEMORY_PERCENT,
    /** Swap in use. */
    SWAP_USED_MB,
    /** Swap. */
    SWAP_TOTAL_MB,
    /** In use on the main file system, the root. */
    DISK_USED_GB,
    /** Size of the main file system. */
    DISK_TOTAL_GB,
    /** In use, of what can be used without being root: 0 to 100, as {@code df} has it. */
    DISK_PERCENT,
    /** Read from all disks, since the last reading. */
    DISK_READ_BYTES_PER_SECOND,
    /** Written to all disks, since the last reading. */
    DISK_WRITE_BYTES_PER_SECOND,
    /** In use on one of the other local file systems; once a minute; {@code metadata} has its {@code mount}. */
    MOUNT_USED_GB,
    /** Its size; likewise. */
    MOUNT_TOTAL_GB,
    /** In use, of what can be used: 0 to 100; likewise. */
    MOUNT_PERCENT,
    /** Received by all interfaces but loopback and container bridges, since the last reading. */
    NETWORK_RX_BYTES_PER_SECOND,
    /** Sent by them, since the last reading. */
    NETWORK_TX_BYTES_PER_SECOND,
    /** Processes on the machine. */
    PROCESS_COUNT,
    /** Threads on the machine. */
    PROCESS_THREAD_COUNT,
    /** Heap in use, garbage that is not collected yet included. */
    JVM_HEAP_USED_MB,
    /** The heap's limit. */
    JVM_HEAP_MAX_MB,
    /** Time the collectors stopped the application for, since the JVM began: cumulative. */
    JVM_GC_PAUSE_MS,
    /** Live platform threads. */
    JVM_THREADS,
    /** Processor time of this JVM, of all processors' time: 0 to 100. */
    JVM_CPU_PERCENT,
    /** Since the JVM began. */
    JVM_UPTIME_SECONDS;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The {@code metric_name}, such as {@code memory_used_mb}. */
    public String wireName() {
        return wireName;
    }
}
