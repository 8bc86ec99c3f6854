package dev.tidemark.query.history;

import dev.tidemark.query.samples.CumulativeSamples;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a stored gauge is called at {@code /prometheus/rollups}: with Prometheus's base units, and without the endings that Prometheus keeps for
 * counters and histograms.
 *
 * @param name its name
 * @param factor what a stored value is multiplied with
 * @param counts whether it only rises
 */
record ExposedGauge(String name, double factor, boolean counts) {
    private static final String PREFIX = "tidemark_";

    /** Their names would be those of another figure without the ending. */
    private static final Map<String, String> NAMES =
            Map.of("cpu_count", "cpus", "process_count", "processes", "process_thread_count", "process_threads");

    private static final Map<String, Unit> UNITS = Map.of(
            "ms", new Unit("seconds", 1e-3),
            "us", new Unit("seconds", 1e-6),
            "mb", new Unit("bytes", 1 << 20),
            "gb", new Unit("bytes", 1 << 30),
            "1m", new Unit("1min", 1),
            "5m", new Unit("5min", 1),
            "15m", new Unit("15min", 1));

    private record Unit(String name, double factor) {}

    static ExposedGauge of(String type, String name) {
        double factor = 1;
        List<String> words = new ArrayList<>();
        for (String word : NAMES.getOrDefault(name, name).split("_")) {
            Unit unit = UNITS.get(word);
            words.add(unit == null ? word : unit.name());
            factor *= unit == null ? 1 : unit.factor();
        }
        if (words.size() > 1
                && (words.getLast().equals("total") || words.getLast().equals("count"))) {
            words.removeLast();
        }
        return new ExposedGauge(
                PrometheusNaming.sanitizeMetricName(PREFIX + type + "_" + String.join("_", words)),
                factor,
                CumulativeSamples.contains(type, name));
    }
}
