package dev.tidemark.ingest.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.tidemark.wire.metric.Gauge;
import dev.tidemark.wire.metric.Gauge.Frequency;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class SamplesTest {
    /** Without a limit, another file system, requests of a disk or native code, there are none. */
    private static final Set<Gauge> NOT_EVERYWHERE = EnumSet.of(
            Gauge.DISK_INODES_PERCENT,
            Gauge.MOUNT_USED_GB,
            Gauge.MOUNT_TOTAL_GB,
            Gauge.MOUNT_PERCENT,
            Gauge.MOUNT_INODES_PERCENT,
            Gauge.DEVICE_AWAIT_MS,
            Gauge.CGROUP_CPU_LIMIT,
            Gauge.CGROUP_CPU_PERCENT,
            Gauge.CGROUP_CPU_THROTTLED_PERCENT,
            Gauge.CGROUP_MEMORY_USED_MB,
            Gauge.CGROUP_MEMORY_LIMIT_MB,
            Gauge.CGROUP_MEMORY_PERCENT,
            Gauge.CGROUP_OOM_KILLS);

    private final Recorded recorded = new Recorded();

    @Test
    void hostSamples_aMinuteLater_haveEveryGaugeOfTheHost() {
        HostSamples source = host();
        recorded.read(source);
        // The kernel counts processor time in steps of 10 ms, and OSHI reads it at most every 300 ms.
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> {
            recorded.moveSeconds(600);
            return recorded.read(source).has(Gauge.CPU_USER_PERCENT);
        });

        for (Gauge gauge : Gauge.values()) {
            if (!gauge.isOfInstance() && !NOT_EVERYWHERE.contains(gauge)) {
                assertThat(recorded.has(gauge)).as(gauge.wireName()).isTrue();
            }
            assertThat(recorded.has(gauge) && gauge.name().startsWith("JVM_"))
                    .as(gauge.wireName())
                    .isFalse();
        }
        assertThat(recorded.value(Gauge.CPU_COUNT))
                .isEqualTo(ManagementFactory.getOperatingSystemMXBean().getAvailableProcessors());
        for (Gauge percent : Gauge.values()) {
            if (percent.name().endsWith("_PERCENT") && !percent.isOfInstance()) {
                assertThat(recorded.items(percent).values())
                        .as(percent.wireName())
                        .allSatisfy(value -> assertThat(value).isBetween(0.0, 100.0));
            }
        }
        assertThat(recorded.value(Gauge.DISK_USED_GB)).isLessThanOrEqualTo(recorded.value(Gauge.DISK_TOTAL_GB));
        assertThat(recorded.value(Gauge.PROCESS_COUNT)).isPositive();
    }

    @Test
    void hostSamples_memory_matchesTheMachine() {
        recorded.read(host());
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

        assertThat(recorded.value(Gauge.MEMORY_TOTAL_MB))
                .isCloseTo(machine.getTotalMemorySize() / 1048576.0, Percentage.withPercentage(1));
        double percent = 100 * recorded.value(Gauge.MEMORY_USED_MB) / recorded.value(Gauge.MEMORY_TOTAL_MB);
        assertThat(recorded.value(Gauge.MEMORY_PERCENT)).isCloseTo(percent, Percentage.withPercentage(0.001));
    }

    @Test
    void jvmSamples_afterACollection_haveEveryGaugeOfTheJvm() {
        JvmSamples source = new JvmSamples(recorded::nanoTime);
        try {
            recorded.read(source);
            System.gc();
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> {
                recorded.moveSeconds(20);
                return recorded.read(source).has(Gauge.JVM_HEAP_AFTER_GC_MB);
            });
        } finally {
            source.close();
        }
        for (Gauge gauge : Gauge.values()) {
            if (gauge.name().startsWith("JVM_")) {
                assertThat(recorded.has(gauge)).as(gauge.wireName()).isTrue();
            }
        }
        assertThat(recorded.value(Gauge.JVM_HEAP_USED_MB))
                .isPositive()
                .isLessThan(recorded.value(Gauge.JVM_HEAP_MAX_MB));
        assertThat(recorded.items(Gauge.JVM_INFO))
                .containsExactly(Map.entry(Runtime.version().toString(), 1.0));
    }

    @Test
    void gauges_atEachInterval_areReadAsOftenAsTheySay() {
        HostSamples host = host();
        JvmSamples jvm = new JvmSamples(recorded::nanoTime);
        try {
            recorded.read(host).read(jvm);
            recorded.forget();
            recorded.moveSeconds(5);
            recorded.read(host).read(jvm);
        } finally {
            jvm.close();
        }
        assertThat(Arrays.stream(Gauge.values()).filter(recorded::has))
                .isNotEmpty()
                .allSatisfy(gauge ->
                        assertThat(gauge.frequency()).as(gauge.wireName()).isEqualTo(Frequency.INTERVAL));
        // Each interval is stored 17,280 times a day for each JVM.
        assertThat(recorded.has(Gauge.CPU_PERCENT) && recorded.has(Gauge.JVM_HEAP_USED_MB))
                .isTrue();
    }

    /** The default interval is 5 s: a minute of readings takes less than 0.5 % of a processor. */
    @Test
    void readings_ofAMinute_takeLittleProcessorTime() {
        HostSamples host = host();
        JvmSamples jvm = new JvmSamples(recorded::nanoTime);
        try {
            minute(host, jvm);
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 3; i++) {
                best = Math.min(best, minute(host, jvm));
            }
            assertThat(best / 1e9 / 60).isLessThan(0.005);
        } finally {
            jvm.close();
        }
    }

    private long minute(HostSamples host, JvmSamples jvm) {
        long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < 12; i++) {
            recorded.moveSeconds(5);
            recorded.read(host).read(jvm);
        }
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
    }

    private HostSamples host() {
        return new HostSamples(Path.of("/"), recorded::nanoTime);
    }
}
