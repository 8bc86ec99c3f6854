package dev.tidemark.query.host;

import dev.tidemark.query.refusal.NotStoredException;
import dev.tidemark.wire.metric.Gauge;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Groups the gauges by the part of the API that returns them. */
enum GaugeGroup {
    CPU(List.of("CPU_", "LOAD_"), List.of("JVM_CPU_", "CGROUP_CPU_")),
    MEMORY(
            List.of("MEMORY_", "SWAP_"),
            List.of(
                    "JVM_HEAP_",
                    "JVM_NONHEAP_",
                    "JVM_POOL_",
                    "JVM_BUFFER",
                    "JVM_RSS_",
                    "CGROUP_MEMORY_",
                    "CGROUP_OOM_")),
    DISK(List.of("DISK_", "DEVICE_", "MOUNT_"), List.of()),
    NETWORK(List.of("NETWORK_", "INTERFACE_", "TCP_"), List.of()),
    PROCESSES(List.of("PROCESS", "FILES_", "HOST_"), List.of("JVM_", "CGROUP_"));

    /** The figures of the summary. */
    static final Set<Gauge> SUMMARY = EnumSet.of(
            Gauge.CPU_PERCENT,
            Gauge.CPU_COUNT,
            Gauge.CPU_LIMIT,
            Gauge.MEMORY_USED_MB,
            Gauge.MEMORY_TOTAL_MB,
            Gauge.MEMORY_PERCENT,
            Gauge.DISK_USED_GB,
            Gauge.DISK_TOTAL_GB,
            Gauge.DISK_PERCENT,
            Gauge.MOUNT_USED_GB,
            Gauge.MOUNT_TOTAL_GB,
            Gauge.MOUNT_PERCENT,
            Gauge.JVM_HEAP_USED_MB);

    private static final Map<String, Gauge> BY_NAME =
            Arrays.stream(Gauge.values()).collect(Collectors.toUnmodifiableMap(Gauge::wireName, Function.identity()));

    private final Set<Gauge> ofHosts;
    private final Set<Gauge> ofInstances;

    GaugeGroup(List<String> hostPrefixes, List<String> instancePrefixes) {
        ofHosts = startingWith(hostPrefixes);
        ofInstances = startingWith(instancePrefixes);
    }

    /**
     * Returns the group of this name in lower case.
     *
     * @throws NotStoredException if there is none
     */
    static GaugeGroup of(String label) {
        return Arrays.stream(values())
                .filter(group -> group.name().toLowerCase(Locale.ROOT).equals(label))
                .findFirst()
                .orElseThrow(() -> new NotStoredException(
                        "There are no such readings: expected system/cpu, memory, disk, network or processes"));
    }

    /** The gauges that describe a host. */
    Set<Gauge> ofHosts() {
        return ofHosts;
    }

    /** The gauges that describe a JVM. */
    Set<Gauge> ofInstances() {
        return ofInstances;
    }

    boolean has(Gauge gauge) {
        return ofHosts.contains(gauge) || ofInstances.contains(gauge);
    }

    /** All of them, and one that every application sends, so that a host is known whose own gauges nobody sends. */
    Set<Gauge> toRead() {
        return Stream.of(ofHosts, ofInstances, Set.of(Gauge.JVM_HEAP_USED_MB))
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    static List<String> names(Set<Gauge> gauges) {
        return gauges.stream().map(Gauge::wireName).sorted().toList();
    }

    /** Returns null for an unknown name. */
    static @Nullable Gauge named(String wireName) {
        return BY_NAME.get(wireName);
    }

    private static Set<Gauge> startingWith(List<String> prefixes) {
        return Arrays.stream(Gauge.values())
                .filter(gauge -> prefixes.stream().anyMatch(gauge.name()::startsWith))
                .collect(Collectors.toUnmodifiableSet());
    }
}
