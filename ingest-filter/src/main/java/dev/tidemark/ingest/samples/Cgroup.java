package dev.tidemark.ingest.samples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What Linux allows the cgroup of this process: that of its container or of its systemd unit, version 1 or 2. The tightest
 * limit on the way up counts, with the use of the cgroup that has it.
 */
final class Cgroup {
    /** Version 1 writes the largest multiple of a page for "no limit". */
    private static final long NO_LIMIT = 1L << 60;

    private final @Nullable CgroupFolders memory;
    private final @Nullable CgroupFolders processor;
    private final @Nullable CgroupFolders accounting;
    private final @Nullable CgroupFolders processors;
    private final boolean container;

    /**
     * Memory in bytes.
     *
     * @param used without inactive files, which the kernel drops before it kills
     * @param wholeHost whether this is all that a container has
     */
    record Memory(long used, long limit, boolean wholeHost) {}

    /**
     * Processor time.
     *
     * @param limit the processors that may be used
     * @param usedNanos the time used, cumulative
     * @param periods the periods of the scheduler in which something ran, cumulative; 0 without a quota
     * @param throttled those in which the quota was used up, cumulative
     * @param wholeHost whether this is all that a container has
     */
    record Processor(double limit, long usedNanos, long periods, long throttled, boolean wholeHost) {}

    private record Quota(Path folder, double processors) {}

    /** @param root the root of the file system */
    Cgroup(Path root) {
        memory = CgroupFolders.find(root, "memory");
        processor = CgroupFolders.find(root, "cpu");
        accounting = CgroupFolders.find(root, "cpuacct");
        processors = CgroupFolders.find(root, "cpuset");
        container = Files.exists(root.resolve(".dockerenv")) || Files.exists(root.resolve("run/.containerenv"));
    }

    /** Returns null if there is no limit below {@code machineBytes}. */
    @Nullable Memory memory(long machineBytes) {
        if (memory == null) {
            return null;
        }
        Path tightest = null;
        long limit = Math.min(machineBytes, NO_LIMIT);
        for (Path folder : memory.upwards()) {
            OptionalLong found =
                    HostFiles.number(folder.resolve(memory.unified() ? "memory.max" : "memory.limit_in_bytes"));
            boolean tighter = tightest == null ? found.orElse(NO_LIMIT) < limit : found.orElse(NO_LIMIT) <= limit;
            if (tighter) {
                tightest = folder;
                limit = found.orElse(NO_LIMIT);
            }
        }
        if (tightest == null) {
            return null;
        }
        OptionalLong used =
                HostFiles.number(tightest.resolve(memory.unified() ? "memory.current" : "memory.usage_in_bytes"));
        OptionalLong inactive = HostFiles.number(
                tightest.resolve("memory.stat"), memory.unified() ? "inactive_file" : "total_inactive_file");
        return used.isEmpty()
                ? null
                : new Memory(Math.max(0, used.getAsLong() - inactive.orElse(0)), limit, isWholeHost(memory, tightest));
    }

    /** Returns null if all processors of the machine may be used. */
    @Nullable Processor processor(int machineProcessors) {
        if (processor == null) {
            return null;
        }
        Quota quota = quota(processor);
        int assigned = assigned();
        double limit = Math.min(quota == null ? machineProcessors : quota.processors(), assigned);
        if (limit >= machineProcessors) {
            return null;
        }
        Path folder = quota == null ? processor.upwards().get(0) : quota.folder();
        OptionalLong used = usedNanos(processor, folder);
        Path statistics = folder.resolve("cpu.stat");
        return used.isEmpty()
                ? null
                : new Processor(
                        limit,
                        used.getAsLong(),
                        HostFiles.number(statistics, "nr_periods").orElse(0),
                        HostFiles.number(statistics, "nr_throttled").orElse(0),
                        isWholeHost(processor, folder));
    }

    /** The processes that were killed for want of memory; empty if unknown. */
    OptionalLong outOfMemoryKills() {
        return memory == null
                ? OptionalLong.empty()
                : HostFiles.number(
                        memory.upwards().get(0).resolve(memory.unified() ? "memory.events" : "memory.oom_control"),
                        "oom_kill");
    }

    private boolean isWholeHost(CgroupFolders folders, Path folder) {
        // The kernel's own topmost cgroup has no limits, so this one is the topmost of a container.
        return container || folder.equals(folders.topmost());
    }

    private static @Nullable Quota quota(CgroupFolders folders) {
        Quota tightest = null;
        for (Path folder : folders.upwards()) {
            double processors = folders.unified() ? quota(HostFiles.lines(folder.resolve("cpu.max"))) : quota(folder);
            if (processors > 0 && (tightest == null || processors <= tightest.processors())) {
                tightest = new Quota(folder, processors);
            }
        }
        return tightest;
    }

    /** As in {@code 50000 100000}; 0 for {@code max 100000}. */
    private static double quota(List<String> lines) {
        String[] words = lines.isEmpty() ? new String[0] : lines.get(0).split(" ");
        return words.length < 2 ? 0 : quota(HostFiles.number(words[0]), HostFiles.number(words[1]));
    }

    private static double quota(Path folder) {
        return quota(
                HostFiles.number(folder.resolve("cpu.cfs_quota_us")),
                HostFiles.number(folder.resolve("cpu.cfs_period_us")));
    }

    private static double quota(OptionalLong quota, OptionalLong period) {
        return quota.orElse(0) > 0 && period.orElse(0) > 0 ? (double) quota.getAsLong() / period.getAsLong() : 0;
    }

    private OptionalLong usedNanos(CgroupFolders folders, Path folder) {
        if (folders.unified()) {
            OptionalLong micros = HostFiles.number(folder.resolve("cpu.stat"), "usage_usec");
            return micros.isPresent() ? OptionalLong.of(micros.getAsLong() * 1000) : micros;
        }
        return accounting == null
                ? OptionalLong.empty()
                : HostFiles.number(folders.beside(folder, accounting).resolve("cpuacct.usage"));
    }

    /** The largest number if all processors are assigned. */
    private int assigned() {
        if (processors == null) {
            return Integer.MAX_VALUE;
        }
        String name = processors.unified() ? "cpuset.cpus.effective" : "cpuset.effective_cpus";
        return (int) HostFiles.count(processors.upwards().get(0).resolve(name)).orElse(Integer.MAX_VALUE);
    }
}
