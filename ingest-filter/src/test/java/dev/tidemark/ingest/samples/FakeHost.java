package dev.tidemark.ingest.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that Linux would show below {@code /}. */
final class FakeHost {
    static final long GIB = 1L << 30;

    private final Path root;

    /** A machine with 8 processors and 16 GiB. */
    FakeHost(Path root) {
        this.root = root;
        file("proc/meminfo", "MemTotal:       16777216 kB\nMemFree:  1 kB\nCached:    2097152 kB\n");
        file("sys/devices/system/cpu/online", "0-7\n");
    }

    Path root() {
        return root;
    }

    FakeHost file(String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Version 2, with this process at {@code path} of what it can see. */
    FakeHost unified(String path) {
        file("proc/self/cgroup", "0::" + path + "\n");
        return file(
                "proc/self/mountinfo",
                "24 1 0:22 / /sys rw - sysfs sysfs rw\n30 24 0:26 / /sys/fs/cgroup rw,relatime shared:4 - cgroup2 cgroup2 rw\n");
    }

    /** Version 1, with this process at {@code path} of the host and the mounts showing it from {@code root} on. */
    FakeHost separate(String mounted, String path) {
        file(
                "proc/self/cgroup",
                "5:cpuset:%1$s\n4:cpu,cpuacct:%1$s\n3:memory:%1$s\n1:name=systemd:/\n0::/\n".formatted(path));
        return file("proc/self/mountinfo", """
                31 24 0:27 %1$s /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory
                32 24 0:28 %1$s /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct
                33 24 0:29 %1$s /sys/fs/cgroup/cpuset ro - cgroup cgroup rw,cpuset
                34 24 0:30 / /sys/fs/cgroup/unified ro - cgroup2 cgroup rw
                """.formatted(mounted));
    }
}
