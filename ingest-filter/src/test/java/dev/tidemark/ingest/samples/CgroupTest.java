package dev.tidemark.ingest.samples;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("java17")
class CgroupTest {
    private static final long MACHINE = 16 * FakeHost.GIB;
    private static final String V2 = "sys/fs/cgroup/";

    @TempDir
    Path root;

    @Test
    void unified_container_isLimitedByItsRoot() {
        new FakeHost(root)
                .unified("/")
                .file(V2 + "memory.max", "2147483648\n")
                .file(V2 + "memory.current", "1610612736\n")
                .file(V2 + "memory.stat", "anon 1000\ninactive_file 536870912\nactive_file 5\n")
                .file(V2 + "memory.events", "low 0\noom 4\noom_kill 3\n")
                .file(V2 + "cpu.max", "150000 100000\n")
                .file(V2 + "cpu.stat", "usage_usec 7000000\nnr_periods 40\nnr_throttled 10\nthrottled_usec 9\n");
        Cgroup cgroup = new Cgroup(root);

        assertThat(cgroup.memory(MACHINE)).isEqualTo(new Cgroup.Memory(FakeHost.GIB, 2 * FakeHost.GIB, true));
        assertThat(cgroup.processor(8)).isEqualTo(new Cgroup.Processor(1.5, 7_000_000_000L, 40, 10, true));
        assertThat(cgroup.outOfMemoryKills()).hasValue(3);
    }

    @Test
    void unified_unit_tightestLimitOnTheWayUpCounts() {
        String slice = V2 + "system.slice/";
        String unit = slice + "shop.service/";
        new FakeHost(root)
                .unified("/system.slice/shop.service")
                .file(slice + "memory.max", "1073741824\n")
                .file(slice + "memory.current", "900000000\n")
                .file(slice + "cpu.max", "max 100000\n")
                .file(unit + "memory.max", "4294967296\n")
                .file(unit + "memory.current", "300000000\n")
                .file(unit + "cpu.max", "50000 100000\n")
                .file(unit + "cpu.stat", "usage_usec 10\nnr_periods 1\nnr_throttled 0\n");
        Cgroup cgroup = new Cgroup(root);

        // Its machine has more than the unit, so the host's figures are not those of the unit.
        assertThat(cgroup.memory(MACHINE)).isEqualTo(new Cgroup.Memory(900_000_000, FakeHost.GIB, false));
        assertThat(cgroup.processor(8)).isEqualTo(new Cgroup.Processor(0.5, 10_000, 1, 0, false));
    }

    @Test
    void unified_withoutLimits_isUnlimited() {
        new FakeHost(root)
                .unified("/user.slice")
                .file(V2 + "user.slice/memory.max", "max\n")
                .file(V2 + "user.slice/memory.current", "1\n")
                .file(V2 + "user.slice/cpu.max", "max 100000\n")
                .file(V2 + "user.slice/cpu.stat", "usage_usec 10\n")
                .file(V2 + "user.slice/cpuset.cpus.effective", "0-7\n");
        Cgroup cgroup = new Cgroup(root);

        assertThat(cgroup.memory(MACHINE)).isNull();
        assertThat(cgroup.processor(8)).isNull();
        assertThat(cgroup.outOfMemoryKills()).isEmpty();
    }

    @Test
    void unified_limitAboveTheMachine_isUnlimited() {
        new FakeHost(root)
                .unified("/")
                .file(V2 + "memory.max", "999999999999\n")
                .file(V2 + "memory.current", "1\n");

        assertThat(new Cgroup(root).memory(MACHINE)).isNull();
    }

    @Test
    void unified_assignedProcessors_areTheLimit() {
        new FakeHost(root)
                .unified("/")
                .file(V2 + "cpu.max", "400000 100000\n")
                .file(V2 + "cpu.stat", "usage_usec 5\n")
                .file(V2 + "cpuset.cpus.effective", "0-1,7\n");

        assertThat(requireNonNull(new Cgroup(root).processor(8)).limit()).isEqualTo(3);
    }

    @Test
    void separate_containerWithHostPath_readsItsMounts() {
        // Docker shows the path on the host, and mounts only what is below it.
        new FakeHost(root)
                .separate("/docker/abc", "/docker/abc")
                .file(V2 + "memory/memory.limit_in_bytes", "536870912\n")
                .file(V2 + "memory/memory.usage_in_bytes", "400000000\n")
                .file(V2 + "memory/memory.stat", "inactive_file 1\ntotal_inactive_file 100000000\n")
                .file(V2 + "memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n")
                .file(V2 + "cpu,cpuacct/cpu.cfs_quota_us", "200000\n")
                .file(V2 + "cpu,cpuacct/cpu.cfs_period_us", "100000\n")
                .file(V2 + "cpu,cpuacct/cpu.stat", "nr_periods 8\nnr_throttled 6\nthrottled_time 1\n")
                .file(V2 + "cpu,cpuacct/cpuacct.usage", "123456789\n");
        Cgroup cgroup = new Cgroup(root);

        assertThat(cgroup.memory(MACHINE)).isEqualTo(new Cgroup.Memory(300_000_000, 536_870_912, true));
        assertThat(cgroup.processor(8)).isEqualTo(new Cgroup.Processor(2, 123_456_789, 8, 6, true));
        assertThat(cgroup.outOfMemoryKills()).hasValue(2);
    }

    @Test
    void separate_withoutLimits_isUnlimited() {
        new FakeHost(root)
                .separate("/", "/user")
                .file(V2 + "memory/user/memory.limit_in_bytes", "9223372036854771712\n")
                .file(V2 + "memory/user/memory.usage_in_bytes", "1\n")
                .file(V2 + "cpu,cpuacct/user/cpu.cfs_quota_us", "-1\n")
                .file(V2 + "cpu,cpuacct/user/cpu.cfs_period_us", "100000\n")
                .file(V2 + "cpu,cpuacct/user/cpuacct.usage", "1\n");
        Cgroup cgroup = new Cgroup(root);

        assertThat(cgroup.memory(MACHINE)).isNull();
        assertThat(cgroup.processor(8)).isNull();
    }

    @Test
    void pathThatCannotBeSeen_isTheTopmost() {
        new FakeHost(root)
                .unified("/kubepods/pod1/container1")
                .file(V2 + "memory.max", "1000000\n")
                .file(V2 + "memory.current", "1\n");

        assertThat(new Cgroup(root).memory(MACHINE)).isEqualTo(new Cgroup.Memory(1, 1_000_000, true));
    }

    @Test
    void machineWithoutCgroups_isUnlimited() {
        Cgroup cgroup = new Cgroup(root);

        assertThat(cgroup.memory(MACHINE)).isNull();
        assertThat(cgroup.processor(8)).isNull();
        assertThat(cgroup.outOfMemoryKills()).isEmpty();
    }
}
