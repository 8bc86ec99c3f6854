package dev.tidemark.query.host;

import dev.tidemark.wire.metric.Gauge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The newest readings of hosts and JVMs.
 *
 * @param hosts sorted by name
 * @param jvms sorted by host, service and instance
 */
record Readings(List<HostReadings> hosts, List<JvmReadings> jvms) {

    /** A sample of a known gauge. */
    private record Reading(Gauge gauge, Sample sample) {
        String item() {
            return Objects.requireNonNullElse(sample.item(), "");
        }

        String kind() {
            return Objects.requireNonNullElse(gauge.label(), "");
        }

        boolean isItem() {
            return gauge.label() != null && sample.item() != null;
        }
    }

    /**
     * Selects the newest sample of each gauge, because several applications can report the same host. Values that are not finite
     * numbers are skipped, and those that no longer describe the present.
     */
    static Readings of(List<Sample> samples, Instant now) {
        List<Reading> known = new ArrayList<>();
        for (Sample sample : samples) {
            Gauge gauge = GaugeGroup.named(sample.name());
            if (gauge != null && Double.isFinite(sample.value())) {
                known.add(new Reading(gauge, sample));
            }
        }
        List<HostReadings> hosts = new ArrayList<>();
        by(known, reading -> reading.sample().host()).forEach((host, readings) -> hosts.add(host(host, readings, now)));
        List<JvmReadings> jvms = new ArrayList<>();
        by(
                        only(known, reading -> reading.gauge().isOfInstance()),
                        reading -> new SourceKey(
                                reading.sample().host(),
                                reading.sample().service(),
                                reading.sample().instance()))
                .forEach((jvm, readings) -> jvms.add(jvm(jvm, readings, now)));
        return new Readings(hosts, jvms);
    }

    /** Adds the history, and the hosts and JVMs that have only that. */
    Readings with(GaugeGroup group, GaugeHistories history) {
        Map<SourceKey, HostReadings> allHosts = new TreeMap<>();
        Map<SourceKey, JvmReadings> allJvms = new TreeMap<>();
        history.bySource().forEach((source, series) -> {
            Instant last = GaugeHistories.last(series);
            if (source.isHost()) {
                allHosts.put(source, HostReadings.gone(source.host(), last, series));
            } else {
                allJvms.put(source, JvmReadings.gone(source, last, series));
            }
        });
        for (HostReadings host : hosts) {
            SourceKey source = SourceKey.ofHost(host.host());
            allHosts.put(source, host.with(MissingGauges.ofHost(group, host.values()), history.of(source)));
        }
        for (JvmReadings jvm : group.ofInstances().isEmpty() ? List.<JvmReadings>of() : jvms) {
            SourceKey source = new SourceKey(jvm.host(), jvm.service(), jvm.instance());
            allJvms.put(source, jvm.with(MissingGauges.ofJvm(group, jvm.values()), history.of(source)));
        }
        return new Readings(List.copyOf(allHosts.values()), List.copyOf(allJvms.values()));
    }

    private static HostReadings host(String host, List<Reading> readings, Instant now) {
        Instant newest = newest(readings);
        List<Reading> own = present(only(readings, reading -> !reading.gauge().isOfInstance()), newest);
        List<MountReadings> mounts = new ArrayList<>();
        by(only(own, Readings::isOfMount), Reading::item)
                .forEach((mount, of) -> mounts.add(new MountReadings(mount, newest(of), values(of))));
        return new HostReadings(
                host,
                newest,
                isStale(newest, now),
                values(only(own, reading -> !reading.isItem())),
                mounts,
                items(only(own, reading -> !isOfMount(reading))),
                List.of(),
                List.of());
    }

    private static JvmReadings jvm(SourceKey jvm, List<Reading> readings, Instant now) {
        Instant newest = newest(readings);
        List<Reading> own = present(readings, newest);
        return new JvmReadings(
                jvm.host(),
                jvm.service(),
                jvm.instance(),
                newest,
                isStale(newest, now),
                values(only(own, reading -> !reading.isItem())),
                items(own),
                List.of(),
                List.of());
    }

    private static List<ItemReadings> items(List<Reading> readings) {
        List<ItemReadings> items = new ArrayList<>();
        by(only(readings, Reading::isItem), Reading::kind)
                .forEach((kind, ofKind) -> by(ofKind, Reading::item)
                        .forEach((name, of) -> items.add(new ItemReadings(kind, name, newest(of), values(of)))));
        return items;
    }

    private static boolean isOfMount(Reading reading) {
        return reading.isItem() && reading.kind().equals("mount");
    }

    private static boolean isStale(Instant newest, Instant now) {
        return newest.plus(HostStatus.FRESH).isBefore(now);
    }

    private static List<Reading> present(List<Reading> readings, Instant newest) {
        return only(
                readings,
                reading -> !reading.sample()
                        .at()
                        .isBefore(newest.minus(reading.gauge().frequency().lifetime())));
    }

    private static List<Reading> only(List<Reading> readings, Predicate<Reading> condition) {
        return readings.stream().filter(condition).toList();
    }

    private static <K> Map<K, List<Reading>> by(List<Reading> readings, Function<Reading, K> key) {
        return readings.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
    }

    private static Instant newest(List<Reading> readings) {
        return readings.stream()
                .map(reading -> reading.sample().at())
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private static Map<String, Double> values(List<Reading> readings) {
        Map<String, Sample> newest = new HashMap<>();
        readings.forEach(reading ->
                newest.merge(reading.gauge().wireName(), reading.sample(), (a, b) -> a.at().isBefore(b.at()) ? b : a));
        Map<String, Double> values = new TreeMap<>();
        newest.forEach((name, sample) -> values.put(name, sample.value()));
        return values;
    }
}
