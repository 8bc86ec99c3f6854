package dev.tidemark.wire.metric;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All published gauges of the host and the JVM, with {@code metric_type} {@code system} and the name in lower case.
 * {@code metadata} always contains {@code host}, the machine's name, and the {@link #label} of gauges that have one. MB
 * and GB are powers of 1024, as in the operating system's tools. What cannot be read is not published.
 */
public enum Gauge {
    /** Processor usage since the last reading, of what the host allows: all processors, or the limit of a container: 0 to 100. */
    CPU_PERCENT,
    /** Share of the machine's processor time that ran programs, since the last reading: 0 to 100. */
    CPU_USER_PERCENT,
    /** Share of the kernel, with interrupts. */
    CPU_SYSTEM_PERCENT,
    /** Share that was idle while a disk was awaited. */
    CPU_IOWAIT_PERCENT,
    /** Share that the hypervisor gave to other machines. */
    CPU_STEAL_PERCENT,
    /** Logical processors of the machine. */
    CPU_COUNT,
    /** Processors that the host allows: all, or the limit of a container. */
    CPU_LIMIT(Frequency.QUARTER_MINUTE),
    /** Running and runnable threads, averaged over a minute. */
    LOAD_AVERAGE_1M,
    /** The same over five minutes. */
    LOAD_AVERAGE_5M(Frequency.QUARTER_MINUTE),
    /** The same over fifteen minutes. */
    LOAD_AVERAGE_15M(Frequency.QUARTER_MINUTE),
    /** Memory in use: the total less what is available without swapping; in a container with a limit, its memory without inactive files. */
    MEMORY_USED_MB,
    /** Memory that the host allows: all, or the limit of a container. */
    MEMORY_TOTAL_MB,
    /** {@link #MEMORY_TOTAL_MB} less {@link #MEMORY_USED_MB}. */
    MEMORY_AVAILABLE_MB,
    /** {@link #MEMORY_USED_MB} of {@link #MEMORY_TOTAL_MB}: 0 to 100. */
    MEMORY_PERCENT,
    /** Files that the machine caches in memory. */
    MEMORY_CACHED_MB(Frequency.QUARTER_MINUTE),
    /** Swap in use. */
    SWAP_USED_MB,
    /** Total swap space. */
    SWAP_TOTAL_MB,
    /** Read rate from swap, since the last reading. */
    SWAP_IN_BYTES_PER_SECOND,
    /** Write rate to swap, since the last reading. */
    SWAP_OUT_BYTES_PER_SECOND,
    /** Used space of the root file system. */
    DISK_USED_GB,
    /** Size of the root file system. */
    DISK_TOTAL_GB,
    /** Used share of the space available to non-root users: 0 to 100, as in {@code df}. */
    DISK_PERCENT,
    /** Used share of the inodes of the root file system: 0 to 100. */
    DISK_INODES_PERCENT(Frequency.MINUTE),
    /** Read rate over all disks, since the last reading. */
    DISK_READ_BYTES_PER_SECOND,
    /** Write rate over all disks, since the last reading. */
    DISK_WRITE_BYTES_PER_SECOND,
    /** Completed reads over all disks, since the last reading. */
    DISK_READS_PER_SECOND,
    /** Completed writes over all disks, since the last reading. */
    DISK_WRITES_PER_SECOND,
    /** Read rate of a disk, since the last reading. */
    DEVICE_READ_BYTES_PER_SECOND(Frequency.QUARTER_MINUTE, "device"),
    /** Write rate of a disk. */
    DEVICE_WRITE_BYTES_PER_SECOND(Frequency.QUARTER_MINUTE, "device"),
    /** Completed reads of a disk. */
    DEVICE_READS_PER_SECOND(Frequency.QUARTER_MINUTE, "device"),
    /** Completed writes of a disk. */
    DEVICE_WRITES_PER_SECOND(Frequency.QUARTER_MINUTE, "device"),
    /** Share of the time in which a disk had requests to serve: 0 to 100. */
    DEVICE_UTILIZATION_PERCENT(Frequency.QUARTER_MINUTE, "device"),
    /** Mean time of the reads and writes that a disk completed, with their wait in the queue; absent if there were none. */
    DEVICE_AWAIT_MS(Frequency.QUARTER_MINUTE, "device"),
    /** Used space of another local file system. */
    MOUNT_USED_GB(Frequency.MINUTE, "mount"),
    /** Size of that file system. */
    MOUNT_TOTAL_GB(Frequency.MINUTE, "mount"),
    /** Used share of that file system's available space: 0 to 100. */
    MOUNT_PERCENT(Frequency.MINUTE, "mount"),
    /** Used share of that file system's inodes: 0 to 100. */
    MOUNT_INODES_PERCENT(Frequency.MINUTE, "mount"),
    /** Receive rate over all interfaces except loopback and container bridges, since the last reading. */
    NETWORK_RX_BYTES_PER_SECOND,
    /** Send rate over the same interfaces. */
    NETWORK_TX_BYTES_PER_SECOND,
    /** Received packets over the same interfaces. */
    NETWORK_RX_PACKETS_PER_SECOND,
    /** Sent packets over the same interfaces. */
    NETWORK_TX_PACKETS_PER_SECOND,
    /** Faulty packets, received and sent, over the same interfaces. */
    NETWORK_ERRORS_PER_SECOND,
    /** Dropped packets, received and sent, over the same interfaces. */
    NETWORK_DROPS_PER_SECOND,
    /** TCP sockets of a state, such as {@code established} or {@code time_wait}; of the container's network. */
    TCP_CONNECTIONS(Frequency.MINUTE, "state"),
    /** Receive rate of an interface, since the last reading. */
    INTERFACE_RX_BYTES_PER_SECOND(Frequency.QUARTER_MINUTE, "interface"),
    /** Send rate of an interface. */
    INTERFACE_TX_BYTES_PER_SECOND(Frequency.QUARTER_MINUTE, "interface"),
    /** Packets that an interface received. */
    INTERFACE_RX_PACKETS_PER_SECOND(Frequency.QUARTER_MINUTE, "interface"),
    /** Packets that an interface sent. */
    INTERFACE_TX_PACKETS_PER_SECOND(Frequency.QUARTER_MINUTE, "interface"),
    /** Faulty packets that an interface received. */
    INTERFACE_RX_ERRORS_PER_SECOND(Frequency.QUARTER_MINUTE, "interface"),
    /** Packets that an interface could not send. */
    INTERFACE_TX_ERRORS_PER_SECOND(Frequency.QUARTER_MINUTE, "interface"),
    /** Received packets that were dropped. */
    INTERFACE_RX_DROPS_PER_SECOND(Frequency.QUARTER_MINUTE, "interface"),
    /** Packets that were dropped instead of sent. */
    INTERFACE_TX_DROPS_PER_SECOND(Frequency.QUARTER_MINUTE, "interface"),
    /** Processes on the machine, or in the container. */
    PROCESS_COUNT,
    /** Threads on the machine. */
    PROCESS_THREAD_COUNT,
    /** Processes of a state: {@code running}, {@code sleeping}, {@code waiting} (for a disk), {@code stopped}, {@code zombie} or {@code other}. */
    PROCESSES_IN_STATE(Frequency.MINUTE, "state"),
    /** Processor time of all processes of a name, of all processors, since the last reading: 0 to 100; only of those that use most. */
    PROCESS_CPU_PERCENT(Frequency.MINUTE, "process"),
    /** Resident memory of all processes of a name, shared pages counted in each; only of those that use most. */
    PROCESS_MEMORY_MB(Frequency.MINUTE, "process"),
    /** Open files of the machine. */
    FILES_OPEN(Frequency.QUARTER_MINUTE),
    /** Its limit of open files. */
    FILES_MAX(Frequency.QUARTER_MINUTE),
    /** Time since the machine started. */
    HOST_UPTIME_SECONDS(Frequency.MINUTE),
    /** Processors that the cgroup of this JVM may use; absent without a limit. */
    CGROUP_CPU_LIMIT,
    /** Processor time of that cgroup, of its limit, since the last reading: 0 to 100, briefly more. */
    CGROUP_CPU_PERCENT,
    /** Share of the scheduler's periods in which that cgroup had to wait for the next one, since the last reading: 0 to 100. */
    CGROUP_CPU_THROTTLED_PERCENT,
    /** Memory of the cgroup of this JVM without inactive files; absent without a limit. */
    CGROUP_MEMORY_USED_MB,
    /** Its limit. */
    CGROUP_MEMORY_LIMIT_MB,
    /** {@link #CGROUP_MEMORY_USED_MB} of {@link #CGROUP_MEMORY_LIMIT_MB}: 0 to 100. */
    CGROUP_MEMORY_PERCENT,
    /** Processes of that cgroup that the kernel killed for want of memory, cumulative. */
    CGROUP_OOM_KILLS(Frequency.QUARTER_MINUTE, null, true),
    /** Used heap, including uncollected garbage. */
    JVM_HEAP_USED_MB,
    /** Heap that the operating system has given. */
    JVM_HEAP_COMMITTED_MB(Frequency.QUARTER_MINUTE),
    /** The heap's limit. */
    JVM_HEAP_MAX_MB,
    /** Used heap at the end of the last collection; absent before the first. */
    JVM_HEAP_AFTER_GC_MB(Frequency.QUARTER_MINUTE),
    /** Used memory of classes and compiled code. */
    JVM_NONHEAP_USED_MB,
    /** Used memory of a memory pool. */
    JVM_POOL_USED_MB(Frequency.QUARTER_MINUTE, "pool"),
    /** The limit of a memory pool; absent without one. */
    JVM_POOL_MAX_MB(Frequency.MINUTE, "pool"),
    /** Memory of the buffers of a kind: {@code direct} or {@code mapped}. */
    JVM_BUFFER_USED_MB(Frequency.QUARTER_MINUTE, "buffer"),
    /** Buffers of that kind. */
    JVM_BUFFERS(Frequency.QUARTER_MINUTE, "buffer"),
    /** Resident memory of this process. */
    JVM_RSS_MB(Frequency.QUARTER_MINUTE),
    /** Heap that the application allocated, since the last reading. */
    JVM_ALLOCATED_BYTES_PER_SECOND,
    /** Time since JVM start for which garbage collection stopped the application, cumulative. */
    JVM_GC_PAUSE_MS(Frequency.INTERVAL, null, true),
    /** Such pauses since JVM start, cumulative. */
    JVM_GC_PAUSES(Frequency.INTERVAL, null, true),
    /** Share of the time since the last reading for which garbage collection stopped the application: 0 to 100. */
    JVM_GC_PERCENT,
    /** The longest such pause that ended since the last reading; 0 if none did. */
    JVM_GC_LONGEST_PAUSE_MS,
    /** Collections of a collector since JVM start, cumulative. */
    JVM_GC_COLLECTIONS(Frequency.QUARTER_MINUTE, "collector", true),
    /** Time of these collections, cumulative. Those called cycles run beside the application. */
    JVM_GC_COLLECTION_MS(Frequency.QUARTER_MINUTE, "collector", true),
    /** Live platform threads. */
    JVM_THREADS,
    /** Daemons among them. */
    JVM_DAEMON_THREADS(Frequency.QUARTER_MINUTE),
    /** The most there were since JVM start. */
    JVM_PEAK_THREADS(Frequency.QUARTER_MINUTE),
    /** Live platform threads of a state, such as {@code runnable} or {@code blocked}. */
    JVM_THREADS_IN_STATE(Frequency.QUARTER_MINUTE, "state"),
    /** Threads that wait for one another for ever. */
    JVM_DEADLOCKED_THREADS(Frequency.MINUTE),
    /** Loaded classes. */
    JVM_CLASSES_LOADED(Frequency.QUARTER_MINUTE),
    /** Classes unloaded since JVM start, cumulative. */
    JVM_CLASSES_UNLOADED(Frequency.MINUTE, null, true),
    /** Open files and sockets of this process. */
    JVM_FILES_OPEN(Frequency.QUARTER_MINUTE),
    /** Its limit of open files and sockets. */
    JVM_FILES_MAX(Frequency.MINUTE),
    /** Processor time of this JVM as a share of all processors that it may use: 0 to 100. */
    JVM_CPU_PERCENT,
    /** Time since JVM start. */
    JVM_UPTIME_SECONDS,
    /** Always 1; {@code version} is that of the JVM. */
    JVM_INFO(Frequency.MINUTE, "version");

    /** How often a gauge is read. */
    public enum Frequency {
        /** At each sample interval. */
        INTERVAL(Duration.ZERO, Duration.ofSeconds(30)),
        /** Every 15 s, if the sample interval is not longer. */
        QUARTER_MINUTE(Duration.ofSeconds(15), Duration.ofSeconds(45)),
        /** Every minute; less often, up to every 4 minutes, where the reading takes long. */
        MINUTE(Duration.ofMinutes(1), Duration.ofMinutes(5));

        private final Duration interval;
        private final Duration lifetime;

        Frequency(Duration interval, Duration lifetime) {
            this.interval = interval;
            this.lifetime = lifetime;
        }

        /** The shortest time between two readings. */
        public Duration interval() {
            return interval;
        }

        /** After this time without a newer one, a reading no longer describes the present. */
        public Duration lifetime() {
            return lifetime;
        }
    }

    private final String wireName = name().toLowerCase(Locale.ROOT);
    private final Frequency frequency;
    private final @Nullable String label;
    private final boolean cumulative;

    Gauge() {
        this(Frequency.INTERVAL);
    }

    Gauge(Frequency frequency) {
        this(frequency, null);
    }

    Gauge(Frequency frequency, @Nullable String label) {
        this(frequency, label, false);
    }

    Gauge(Frequency frequency, @Nullable String label, boolean cumulative) {
        this.frequency = frequency;
        this.label = label;
        this.cumulative = cumulative;
    }

    /** The {@code metric_name}, such as {@code memory_used_mb}. */
    public String wireName() {
        return wireName;
    }

    public Frequency frequency() {
        return frequency;
    }

    /** The metadata key that distinguishes its readings, such as {@code mount}; null if there is one reading at a time. */
    public @Nullable String label() {
        return label;
    }

    /** Whether it only rises, from the start of the process. */
    public boolean isCumulative() {
        return cumulative;
    }

    /** Whether it describes a process, and not its host. */
    public boolean isOfInstance() {
        return name().startsWith("JVM_") || name().startsWith("CGROUP_");
    }
}
