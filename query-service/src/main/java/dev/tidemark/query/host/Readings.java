package dev.tidemark.query.host;

import dev.tidemark.query.host.HostSampleQueries.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The newest readings of hosts and JVMs.
 *
 * @param hosts sorted by name
 * @param jvms sorted by host, service and instance
 */
record Readings(List<HostReadings> hosts, List<JvmReadings> jvms) {
    /** Gauges that are this much older than the newest of the host are considered unknown. */
    private static final Duration SILENT = Duration.ofSeconds(30);

    /** Longer, because applications send the gauges of file systems only once a minute. */
    private static final Duration SILENT_MOUNT = Duration.ofSeconds(150);

    /**
     * Selects the newest sample of each gauge, because several applications can report the same host. Values that are not finite
     * numbers are skipped.
     */
    static Readings of(List<Sample> samples) {
        List<Sample> numbers = samples.stream()
                .filter(sample -> Double.isFinite(sample.value()))
                .toList();
        List<HostReadings> hosts = new ArrayList<>();
        by(numbers, Sample::host).forEach((host, of) -> hosts.add(host(host, of)));
        List<JvmReadings> jvms = new ArrayList<>();
        by(numbers.stream().filter(sample -> GaugeGroup.JVM.has(sample.name())).toList(), Jvm::of)
                .forEach((jvm, of) ->
                        jvms.add(new JvmReadings(jvm.host(), jvm.service(), jvm.instance(), newest(of), values(of))));
        return new Readings(hosts, jvms);
    }

    private record Jvm(
            String host, @Nullable String service, @Nullable String instance) implements Comparable<Jvm> {
        private static final Comparator<Jvm> ORDER = Comparator.comparing(Jvm::host)
                .thenComparing(jvm -> Objects.requireNonNullElse(jvm.service(), ""))
                .thenComparing(jvm -> Objects.requireNonNullElse(jvm.instance(), ""));

        static Jvm of(Sample sample) {
            return new Jvm(sample.host(), sample.service(), sample.instance());
        }

        @Override
        public int compareTo(Jvm other) {
            return ORDER.compare(this, other);
        }
    }

    private static HostReadings host(String host, List<Sample> samples) {
        Instant newest = newest(samples);
        List<Sample> own = samples.stream()
                .filter(sample -> sample.mount() == null && !GaugeGroup.JVM.has(sample.name()))
                .filter(sample -> !sample.at().isBefore(newest.minus(SILENT)))
                .toList();
        List<MountReadings> mounts = new ArrayList<>();
        by(
                        samples.stream()
                                .filter(sample -> GaugeGroup.MOUNT.has(sample.name()) && sample.mount() != null)
                                .filter(sample -> !sample.at().isBefore(newest.minus(SILENT_MOUNT)))
                                .toList(),
                        sample -> Objects.requireNonNullElse(sample.mount(), ""))
                .forEach((mount, of) -> mounts.add(new MountReadings(mount, newest(of), values(of))));
        return new HostReadings(host, newest, values(own), mounts);
    }

    private static <K> Map<K, List<Sample>> by(List<Sample> samples, Function<Sample, K> key) {
        return samples.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
    }

    private static Instant newest(List<Sample> samples) {
        return samples.stream().map(Sample::at).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }

    private static Map<String, Double> values(List<Sample> samples) {
        Map<String, Sample> newest = new HashMap<>();
        samples.forEach(sample -> newest.merge(sample.name(), sample, (a, b) -> a.at().isBefore(b.at()) ? b : a));
        Map<String, Double> values = new TreeMap<>();
        newest.forEach((name, sample) -> values.put(name, sample.value()));
        return values;
    }
}
