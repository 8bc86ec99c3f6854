package dev.tidemark.ingest.samples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folders of a controller that limit this process: of its own cgroup, then of those around it, up to the topmost that it
 * can see.
 *
 * @param unified whether they are of cgroup v2
 * @param upwards the innermost first; never empty
 */
record CgroupFolders(boolean unified, List<Path> upwards) {

    private record Mount(String root, Path point) {}

    /**
     * Returns the folders of {@code controller}; null if there are none.
     *
     * @param root the root of the file system
     */
    static @Nullable CgroupFolders find(Path root, String controller) {
        // Where both versions are mounted, a controller that v1 has is not in v2.
        Mount first = mount(root, "cgroup", controller);
        if (first != null) {
            return folders(first, path(root, controller), false);
        }
        Mount second = mount(root, "cgroup2", null);
        return second == null ? null : folders(second, path(root, ""), true);
    }

    /** The topmost that the process can see: the container's own, if the host has put it in one. */
    Path topmost() {
        return upwards.get(upwards.size() - 1);
    }

    /** The folder of another controller that is as far from the topmost as {@code folder} is here. */
    Path beside(Path folder, CgroupFolders other) {
        int depth = upwards.size() - 1 - upwards.indexOf(folder);
        return other.upwards.get(Math.max(0, other.upwards.size() - 1 - depth));
    }

    private static CgroupFolders folders(Mount mount, String path, boolean unified) {
        List<Path> upwards = new ArrayList<>();
        Path point = mount.point().normalize();
        for (Path folder = own(point, mount.root(), path);
                folder != null && folder.startsWith(point);
                folder = folder.getParent()) {
            upwards.add(folder);
        }
        return new CgroupFolders(unified, List.copyOf(upwards));
    }

    private static Path own(Path point, String root, String path) {
        String inside = root.equals("/") || !path.startsWith(root) ? path : path.substring(root.length());
        Path folder = point.resolve(inside.replaceFirst("^/+", "")).normalize();
        // A container can be told its path on the host, which it cannot see.
        return folder.startsWith(point) && Files.isDirectory(folder) ? folder : point;
    }

    private static String path(Path root, String controller) {
        for (String line : HostFiles.lines(root.resolve("proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && Arrays.asList(parts[1].split(",")).contains(controller)) {
                return parts[2];
            }
        }
        return "/";
    }

    private static @Nullable Mount mount(Path root, String type, @Nullable String option) {
        for (String line : HostFiles.lines(root.resolve("proc/self/mountinfo"))) {
            int separator = line.indexOf(" - ");
            String[] left = line.split(" ", 6);
            String[] right = separator < 0
                    ? new String[0]
                    : line.substring(separator + 3).split(" ");
            if (left.length == 6
                    && right.length >= 3
                    && right[0].equals(type)
                    && (option == null || Arrays.asList(right[2].split(",")).contains(option))) {
                return new Mount(left[3], root.resolve(left[4].substring(1)));
            }
        }
        return null;
    }
}
