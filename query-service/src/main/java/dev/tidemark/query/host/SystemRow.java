package dev.tidemark.query.host;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reading as a line of a file.
 *
 * @param service of a JVM; null for a host, as the instance
 * @param kind what {@code item} is, such as {@code mount}; null if there is only one
 * @param name the gauge; it ends with the unit
 */
@Serdeable
record SystemRow(
        String host,
        @Nullable String service,
        @Nullable String instance,
        Instant at,
        boolean stale,
        @Nullable String kind,
        @Nullable String item,
        String name,
        double value) {
    static final Comparator<SystemRow> ORDER = Comparator.comparing(SystemRow::host)
            .thenComparing(row -> Objects.requireNonNullElse(row.service(), ""))
            .thenComparing(row -> Objects.requireNonNullElse(row.instance(), ""))
            .thenComparing(SystemRow::name)
            .thenComparing(row -> Objects.requireNonNullElse(row.item(), ""));

    static List<SystemRow> of(GaugeGroup group, HostReadings host) {
        SystemRow source = new SystemRow(host.host(), null, null, host.at(), host.stale(), null, null, "", 0);
        List<SystemRow> rows = source.rows(group, host.values());
        host.mounts()
                .forEach(mount -> rows.addAll(
                        source.item("mount", mount.mount(), mount.at()).rows(group, mount.values())));
        host.items()
                .forEach(item -> rows.addAll(
                        source.item(item.kind(), item.name(), item.at()).rows(group, item.values())));
        return rows;
    }

    static List<SystemRow> of(GaugeGroup group, JvmReadings jvm) {
        SystemRow source =
                new SystemRow(jvm.host(), jvm.service(), jvm.instance(), jvm.at(), jvm.stale(), null, null, "", 0);
        List<SystemRow> rows = source.rows(group, jvm.values());
        jvm.items()
                .forEach(item -> rows.addAll(
                        source.item(item.kind(), item.name(), item.at()).rows(group, item.values())));
        return rows;
    }

    private SystemRow item(String newKind, String newItem, Instant newAt) {
        return new SystemRow(host, service, instance, newAt, stale, newKind, newItem, name, value);
    }

    /** Without the gauge that every application sends, so that a host is known: it is in another group. */
    private List<SystemRow> rows(GaugeGroup group, Map<String, Double> values) {
        List<SystemRow> rows = new ArrayList<>();
        values.forEach((gauge, reading) -> {
            if (group.has(Objects.requireNonNull(GaugeGroup.named(gauge)))) {
                rows.add(new SystemRow(host, service, instance, at, stale, kind, item, gauge, reading));
            }
        });
        return rows;
    }
}
