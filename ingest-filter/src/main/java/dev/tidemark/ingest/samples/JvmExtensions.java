package dev.tidemark.ingest.samples;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What only the module {@code jdk.management} tells. */
final class JvmExtensions {
    private final CollectionListener collections = new CollectionListener();
    private final @Nullable MethodHandle totalAllocated = totalAllocated();

    JvmExtensions() {
        collections.listen();
    }

    static boolean isPresent() {
        try {
            Class.forName("com.sun.management.GarbageCollectionNotificationInfo");
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    OptionalDouble cpuPercent() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            double load = system.getProcessCpuLoad();
            return load >= 0 ? OptionalDouble.of(100 * load) : OptionalDouble.empty();
        }
        return OptionalDouble.empty();
    }

    OptionalLong openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? known(system.getOpenFileDescriptorCount())
                : OptionalLong.empty();
    }

    OptionalLong maxFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? known(system.getMaxFileDescriptorCount())
                : OptionalLong.empty();
    }

    /** The longest pause since the last call. */
    long longestPauseMillis() {
        return collections.takeLongestPauseMillis();
    }

    OptionalLong heapAfterCollection() {
        return collections.heapAfterCollection();
    }

    /** What was allocated since the JVM's start, or since another fixed time. */
    OptionalLong allocatedBytes() {
        if (totalAllocated == null) {
            return collections.allocatedBytes(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        try {
            return known((long) totalAllocated.invoke());
        } catch (Throwable e) {
            return OptionalLong.empty();
        }
    }

    void close() {
        collections.close();
    }

    private static OptionalLong known(long value) {
        return value >= 0 ? OptionalLong.of(value) : OptionalLong.empty();
    }

    /** Null before Java 21. */
    private static @Nullable MethodHandle totalAllocated() {
        try {
            return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                    ? MethodHandles.publicLookup()
                            .findVirtual(
                                    ThreadMXBean.class,
                                    "getTotalThreadAllocatedBytes",
                                    MethodType.methodType(long.class))
                            .bindTo(threads)
                    : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
