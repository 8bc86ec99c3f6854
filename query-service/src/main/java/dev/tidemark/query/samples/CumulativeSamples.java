package dev.tidemark.query.samples;

import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.metric.Gauge;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Knows which gauges only rise until their process starts again, so that their rise is shown, not their value. */
public final class CumulativeSamples {
    private static final Set<String> OF_SYSTEM = Arrays.stream(Gauge.values())
            .filter(Gauge::isCumulative)
            .map(Gauge::wireName)
            .collect(Collectors.toUnmodifiableSet());

    /** What the collector publishes as PostgreSQL counts it; all else that it reads from counters is a rate already. */
    private static final Set<String> OF_POSTGRES =
            Set.of("table_seq_scans_total", "table_seq_rows_read_total", "index_scans_total");

    private CumulativeSamples() {}

    /** Whether samples of this {@code metric_type} and {@code metric_name} only rise. */
    public static boolean contains(String type, String name) {
        return type.equals(MetricType.SYSTEM.wireName())
                ? OF_SYSTEM.contains(name)
                : type.equals(MetricType.POSTGRES.wireName()) && OF_POSTGRES.contains(name);
    }
}
