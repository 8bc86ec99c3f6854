package dev.tidemark.ingest.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.wire.metric.Gauge;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the host allows a container is what its gauges show. */
@Tag("java17")
class ContainerSamplesTest {
    private static final String V2 = "sys/fs/cgroup/";

    @TempDir
    Path root;

    private final Recorded recorded = new Recorded();

    @Test
    void container_memoryAndProcessors_areThoseOfItsLimits() {
        FakeHost host = limited("/", V2);
        HostSamples samples = new HostSamples(root, recorded::nanoTime);
        recorded.read(samples);
        assertThat(recorded.has(Gauge.CPU_PERCENT)).isFalse();
        // An hour of processor time in less than an hour: more than there is.
        host.file(V2 + "cpu.stat", "usage_usec 3600000000\nnr_periods 100\nnr_throttled 25\n");
        recorded.read(samples);

        assertThat(recorded.value(Gauge.MEMORY_TOTAL_MB)).isEqualTo(1024);
        assertThat(recorded.value(Gauge.MEMORY_USED_MB)).isEqualTo(768);
        assertThat(recorded.value(Gauge.MEMORY_AVAILABLE_MB)).isEqualTo(256);
        assertThat(recorded.value(Gauge.MEMORY_PERCENT)).isEqualTo(75);
        assertThat(recorded.value(Gauge.MEMORY_CACHED_MB)).isEqualTo(2048);
        assertThat(recorded.value(Gauge.CPU_LIMIT)).isEqualTo(0.5);
        assertThat(recorded.value(Gauge.CPU_PERCENT)).isEqualTo(100);
        assertThat(recorded.value(Gauge.CGROUP_CPU_LIMIT)).isEqualTo(0.5);
        assertThat(recorded.value(Gauge.CGROUP_CPU_PERCENT)).isGreaterThan(100);
        assertThat(recorded.value(Gauge.CGROUP_CPU_THROTTLED_PERCENT)).isCloseTo(25, within(0.001));
        assertThat(recorded.value(Gauge.CGROUP_MEMORY_USED_MB)).isEqualTo(768);
        assertThat(recorded.value(Gauge.CGROUP_MEMORY_LIMIT_MB)).isEqualTo(1024);
        assertThat(recorded.value(Gauge.CGROUP_MEMORY_PERCENT)).isEqualTo(75);
        assertThat(recorded.value(Gauge.CGROUP_OOM_KILLS)).isEqualTo(1);
    }

    @Test
    void idleContainer_usesNothing() {
        limited("/", V2);
        HostSamples samples = new HostSamples(root, recorded::nanoTime);
        recorded.read(samples).read(samples);

        assertThat(recorded.value(Gauge.CPU_PERCENT)).isZero();
        // No period of the scheduler passed.
        assertThat(recorded.has(Gauge.CGROUP_CPU_THROTTLED_PERCENT)).isFalse();
    }

    @Test
    void unitOfAMachine_keepsTheMachinesFigures() {
        limited("/system.slice/shop.service", V2 + "system.slice/shop.service/");
        recorded.read(new HostSamples(root, recorded::nanoTime));

        assertThat(recorded.value(Gauge.CGROUP_MEMORY_LIMIT_MB)).isEqualTo(1024);
        assertThat(recorded.value(Gauge.CGROUP_CPU_LIMIT)).isEqualTo(0.5);
        assertThat(recorded.value(Gauge.MEMORY_TOTAL_MB)).isNotEqualTo(1024);
        assertThat(recorded.value(Gauge.CPU_LIMIT)).isEqualTo(recorded.value(Gauge.CPU_COUNT));
    }

    private FakeHost limited(String path, String folder) {
        return new FakeHost(root)
                .unified(path)
                .file(folder + "memory.max", "1073741824\n")
                .file(folder + "memory.current", "905969664\n")
                .file(folder + "memory.stat", "inactive_file 100663296\n")
                .file(folder + "memory.events", "oom_kill 1\n")
                .file(folder + "cpu.max", "50000 100000\n")
                .file(folder + "cpu.stat", "usage_usec 0\nnr_periods 0\nnr_throttled 0\n");
    }
}
