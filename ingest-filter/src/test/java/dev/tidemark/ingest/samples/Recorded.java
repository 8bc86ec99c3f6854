package dev.tidemark.ingest.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.SampleSource;
import dev.tidemark.ingest.settings.Hosts;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.metric.Gauge;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The newest readings of sources, with a clock that tests move. Fails if a source publishes what no gauge promises. */
final class Recorded implements SampleSource.Sink {
    private static final Map<String, Gauge> GAUGES =
            Arrays.stream(Gauge.values()).collect(Collectors.toMap(Gauge::wireName, Function.identity()));

    /** By gauge, then by item; the item is empty if the gauge has no label. */
    private final Map<Gauge, Map<String, Double>> values = new TreeMap<>();

    private final AtomicLong clock = new AtomicLong();
    private int count;

    long nanoTime() {
        return clock.get();
    }

    void moveSeconds(long seconds) {
        clock.addAndGet(seconds * 1_000_000_000L);
    }

    Recorded read(SampleSource source) {
        source.read(this);
        return this;
    }

    @Override
    public void sample(MetricType type, String name, double value, Map<String, String> metadata) {
        assertThat(type).isEqualTo(MetricType.SYSTEM);
        assertThat(value).as(name).isFinite();
        assertThat(metadata).containsEntry("host", Hosts.name());
        Gauge gauge = Objects.requireNonNull(GAUGES.get(name), name);
        String label = gauge.label();
        assertThat(metadata.keySet()).as(name).containsExactlyInAnyOrder(keys(label));
        String item = label == null ? "" : metadata.getOrDefault(label, "");
        values.computeIfAbsent(gauge, key -> new TreeMap<>()).put(item, value);
        count++;
    }

    private static String[] keys(@Nullable String label) {
        return label == null ? new String[] {"host"} : new String[] {"host", label};
    }

    void forget() {
        values.clear();
    }

    int count() {
        return count;
    }

    boolean has(Gauge gauge) {
        return values.containsKey(gauge);
    }

    Map<String, Double> items(Gauge gauge) {
        return values.getOrDefault(gauge, Map.of());
    }

    /** Not a number if unknown. */
    double value(Gauge gauge) {
        return items(gauge).getOrDefault("", Double.NaN);
    }

    double value(Gauge gauge, String item) {
        return items(gauge).getOrDefault(item, Double.NaN);
    }
}
