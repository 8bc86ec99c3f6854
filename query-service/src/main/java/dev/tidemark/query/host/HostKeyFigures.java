package dev.tidemark.query.host;

import dev.tidemark.query.card.State;
import dev.tidemark.query.keyfigure.KeyFigure;
import dev.tidemark.query.keyfigure.KeyFigure.Name;
import dev.tidemark.query.keyfigure.KeyFigureSource;
import dev.tidemark.query.keyfigure.KeyFigures;
import dev.tidemark.query.keyfigure.SampledFigure;
import dev.tidemark.query.keyfigure.SampledFigures;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.samples.SampleQuery;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.metric.Gauge;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of the host with the highest usage in the table of key figures; those of the disk are of its fullest file system. */
@Singleton
final class HostKeyFigures implements KeyFigureSource {
    private static final Name CPU = new Name("cpu_percent", "CPU", "percent");
    private static final Name LOAD = new Name("load_average_1m", "load of a minute", "");
    private static final Name MEMORY = new Name("memory_percent", "memory used", "percent");
    private static final Name MEMORY_USED = new Name("memory_used_mb", "memory used", "MiB");
    private static final Name DISK = new Name("disk_percent", "disk used", "percent");
    private static final Name DISK_USED = new Name("disk_used_gb", "disk used", "GiB");

    private static final Map<Name, Gauge> OF_HOST = Map.of(
            CPU, Gauge.CPU_PERCENT,
            LOAD, Gauge.LOAD_AVERAGE_1M,
            MEMORY, Gauge.MEMORY_PERCENT,
            MEMORY_USED, Gauge.MEMORY_USED_MB);

    private final HostReports reports;
    private final TimeRanges ranges;
    private final SampledFigures samples;

    HostKeyFigures(HostReports reports, TimeRanges ranges, SampledFigures samples) {
        this.reports = reports;
        this.ranges = ranges;
        this.samples = samples;
    }

    @Override
    public String group() {
        return "system";
    }

    @Override
    public int getOrder() {
        return 40;
    }

    @Override
    public List<Name> names() {
        return List.of(CPU, LOAD, MEMORY, MEMORY_USED, DISK, DISK_USED);
    }

    @Override
    public KeyFigures.Part figures(Question question) {
        TimeRange range = ranges.of(question.range(), question.shift());
        SystemStatus status = reports.status();
        String host = status.host();
        if (host == null) {
            return KeyFigures.Part.nothing(this, "no host has reported in the last 15 min");
        }
        Map<Name, Gauge> gauges = new HashMap<>(OF_HOST);
        String mount = status.diskMount();
        boolean main = mount == null || mount.equals(MountStatus.MAIN);
        gauges.put(DISK, main ? Gauge.DISK_PERCENT : Gauge.MOUNT_PERCENT);
        gauges.put(DISK_USED, main ? Gauge.DISK_USED_GB : Gauge.MOUNT_USED_GB);
        SampleQuery query = SampleQuery.of(
                        MetricType.SYSTEM.wireName(),
                        gauges.values().stream().map(Gauge::wireName).toList())
                .ofHost(host)
                .thinOut();
        Map<String, SampledFigure> sampled = new HashMap<>(samples.read(query, range));
        if (mount != null && !main) {
            SampleQuery ofMount = SampleQuery.of(
                            MetricType.SYSTEM.wireName(),
                            Gauge.MOUNT_PERCENT.wireName(),
                            Gauge.MOUNT_USED_GB.wireName())
                    .ofHost(host)
                    .with("mount", mount)
                    .thinOut();
            sampled.putAll(samples.read(ofMount, range));
        }
        List<KeyFigure> rows = names().stream()
                .map(name -> figure(name, sampled.get(wireName(gauges.get(name)))))
                .map(HostKeyFigures::judged)
                .toList();
        return new KeyFigures.Part(rows, host, status.unknown());
    }

    private static String wireName(@Nullable Gauge gauge) {
        return gauge == null ? "" : gauge.wireName();
    }

    private KeyFigure figure(Name name, @Nullable SampledFigure sampled) {
        return sampled == null ? KeyFigure.unknown(group(), name) : sampled.figure(group(), name);
    }

    private static KeyFigure judged(KeyFigure row) {
        return row.unit().equals("percent") ? row.limited(HostSymptoms.FULL_PERCENT, "95 %", State.WATCH) : row;
    }
}
