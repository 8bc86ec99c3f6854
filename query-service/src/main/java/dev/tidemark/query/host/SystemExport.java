package dev.tidemark.query.host;

import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The newest readings of the hosts and JVMs. Their history is in the metrics of type {@code system}. */
@Singleton
final class SystemExport implements ExportSource {
    private final HostReports reports;

    SystemExport(HostReports reports) {
        this.reports = reports;
    }

    @Override
    public String table() {
        return "system";
    }

    @Override
    public String description() {
        return "the newest reading of a gauge of a host or JVM, whatever the span";
    }

    @Override
    public Set<String> filters() {
        return Set.of("host");
    }

    @Override
    public ExportTable read(ExportQuery query) {
        HostFilter filter = new HostFilter(query.filter("host"), query.service());
        List<SystemRow> rows = new ArrayList<>();
        for (GaugeGroup group : GaugeGroup.values()) {
            Readings readings = reports.readings(group, filter);
            readings.hosts().forEach(host -> rows.addAll(SystemRow.of(group, host)));
            readings.jvms().forEach(jvm -> rows.addAll(SystemRow.of(group, jvm)));
        }
        return ExportTable.of(
                SystemRow.class,
                rows.stream().distinct().sorted(SystemRow.ORDER).toList());
    }
}
