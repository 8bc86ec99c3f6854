package dev.tidemark.query.redis;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.redis.RedisKeys.BigKey;
import dev.tidemark.query.redis.RedisKeys.PrefixKeys;
import dev.tidemark.query.samples.SampleHistory;
import dev.tidemark.query.samples.SampleReading;
import dev.tidemark.query.samples.SampleSeries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one pass of the collector over the keys found.
 *
 * @param at its time; that of all its samples
 * @param scannedPercent the keys that it scanned, in percent of all
 * @param byPrefix figures by prefix, then by name
 * @param biggest MiB by the pattern of the key
 */
record KeyPass(
        Instant at, double scannedPercent, Map<String, Map<String, Double>> byPrefix, Map<String, Double> biggest) {
    static final String SCANNED = "keys_scanned_percent";
    static final String KEYS = "keys_total";
    static final String MEMORY = "memory_used_mb";
    static final String TTL = "keys_with_ttl_percent";
    static final String BIGGEST = "biggest_key_mb";
    static final List<String> NAMES = List.of(SCANNED, KEYS, MEMORY, TTL, BIGGEST);

    private static final double WHOLE = 100;
    private static final double BYTES = 1 << 20;

    private record Value(String name, Map<String, String> labels, Instant at, double value) {}

    /** The newest pass; null if there is none. */
    static @Nullable KeyPass newest(List<SampleReading> readings) {
        return of(readings.stream()
                .map(each -> new Value(each.name(), each.labels(), each.at(), each.value()))
                .toList());
    }

    /** The newest pass of a span, to the width of a step; null if there is none. */
    static @Nullable KeyPass last(SampleHistory history, String instance) {
        List<Value> values = new ArrayList<>();
        for (SampleSeries series : history.series()) {
            if (instance.equals(series.instance())) {
                series.points()
                        .forEach(point ->
                                values.add(new Value(series.name(), series.labels(), point.at(), point.mean())));
            }
        }
        return of(values);
    }

    private static @Nullable KeyPass of(List<Value> values) {
        Value scanned = values.stream()
                .filter(value -> value.name().equals(SCANNED))
                .max(Comparator.comparing(Value::at))
                .orElse(null);
        if (scanned == null) {
            return null;
        }
        KeyPass pass = new KeyPass(scanned.at(), scanned.value(), new HashMap<>(), new HashMap<>());
        // An earlier pass may have found prefixes that are gone.
        values.stream().filter(value -> value.at().equals(scanned.at())).forEach(pass::add);
        return pass;
    }

    private void add(Value value) {
        String prefix = value.labels().get("prefix");
        String key = value.labels().get("key");
        if (prefix != null) {
            byPrefix.computeIfAbsent(prefix, name -> new HashMap<>()).put(value.name(), value.value());
        } else if (key != null) {
            biggest.put(key, value.value());
        }
    }

    boolean isProjected() {
        return scannedPercent < WHOLE;
    }

    boolean isMeasured() {
        return byPrefix.isEmpty() || byPrefix.values().stream().anyMatch(figures -> figures.containsKey(MEMORY));
    }

    List<PrefixKeys> prefixes() {
        double all = byPrefix.values().stream()
                .mapToDouble(figures -> figures.getOrDefault(MEMORY, 0.0))
                .sum();
        return byPrefix.entrySet().stream()
                .map(entry -> prefix(entry.getKey(), entry.getValue(), all))
                .sorted(Comparator.comparingDouble(PrefixKeys::keys).reversed().thenComparing(PrefixKeys::prefix))
                .toList();
    }

    private static PrefixKeys prefix(String name, Map<String, Double> figures, double all) {
        double keys = figures.getOrDefault(KEYS, 0.0);
        Double memory = figures.get(MEMORY);
        Double ttl = figures.get(TTL);
        return new PrefixKeys(
                name,
                Math.round(keys),
                memory == null ? null : (Double) Rounding.four(memory),
                memory == null ? null : Rounding.share(memory, all),
                Rounding.knownTwo(ttl),
                memory == null || keys <= 0 ? null : (Double) Rounding.two(memory * BYTES / keys));
    }

    List<BigKey> biggestKeys() {
        return biggest.entrySet().stream()
                .map(entry -> new BigKey(entry.getKey(), Rounding.four(entry.getValue())))
                .sorted(Comparator.comparingDouble(BigKey::memoryUsedMb)
                        .reversed()
                        .thenComparing(BigKey::key))
                .toList();
    }
}
