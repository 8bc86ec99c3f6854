package dev.tidemark.query.host;

import dev.tidemark.query.figures.Unknown;
import dev.tidemark.wire.metric.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says which gauges are missing, and why. */
final class MissingGauges {
    private static final Set<Gauge> INODES = Set.of(Gauge.DISK_INODES_PERCENT, Gauge.MOUNT_INODES_PERCENT);
    private static final Set<Gauge> ONLY_WITH_LIMIT =
            Set.of(Gauge.JVM_HEAP_MAX_MB, Gauge.JVM_FILES_MAX, Gauge.FILES_MAX);

    private MissingGauges() {}

    static List<Unknown> ofHost(GaugeGroup group, Map<String, Double> values) {
        List<String> missing = missing(group.ofHosts(), values);
        boolean nothing = group.ofHosts().stream().map(Gauge::wireName).noneMatch(values::containsKey);
        if (nothing && !missing.isEmpty()) {
            return List.of(new Unknown(
                    missing,
                    "no application on the host reports them",
                    "add com.github.oshi:oshi-core to the class path of one application"));
        }
        return unknown(missing, "the operating system does not tell the filter, or has not been asked yet");
    }

    static List<Unknown> ofJvm(GaugeGroup group, Map<String, Double> values) {
        return unknown(missing(group.ofInstances(), values), "the JVM does not tell, or has not been asked yet");
    }

    private static List<Unknown> unknown(List<String> missing, String reason) {
        List<Unknown> unknown = new ArrayList<>();
        List<String> inodes =
                GaugeGroup.names(INODES).stream().filter(missing::contains).toList();
        List<String> others =
                missing.stream().filter(name -> !inodes.contains(name)).toList();
        if (!others.isEmpty()) {
            unknown.add(new Unknown(others, reason, null));
        }
        if (!inodes.isEmpty()) {
            unknown.add(new Unknown(
                    inodes,
                    "Linux tells them only to native code, which the filter does not use",
                    "run df -i on the host"));
        }
        return unknown;
    }

    /** Without those that have an item, which there need not be any of, and those of a cgroup, which need not have a limit. */
    private static List<String> missing(Set<Gauge> expected, Map<String, Double> values) {
        return expected.stream()
                .filter(gauge -> gauge.label() == null && !gauge.name().startsWith("CGROUP_"))
                .filter(gauge -> !ONLY_WITH_LIMIT.contains(gauge))
                .map(Gauge::wireName)
                .filter(name -> !values.containsKey(name))
                .sorted()
                .toList();
    }
}
