package dev.tidemark.processor.sink.table;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.processor.sink.copy.BinaryCopy;
import dev.tidemark.processor.sink.copy.JsonText;
import dev.tidemark.processor.sink.dimension.CardinalityLimits;
import dev.tidemark.processor.sink.dimension.IdCache;
import dev.tidemark.processor.sink.dimension.LruCache;
import dev.tidemark.processor.sink.dimension.MetricIds;
import dev.tidemark.processor.sink.dimension.Origin;
import dev.tidemark.processor.sink.dimension.OriginIds;
import dev.tidemark.processor.sink.partition.Partitions;
import dev.tidemark.wire.event.SampleEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The table {@code sample}. A sample whose instance exceeds the limit is rejected, since it would be mixed with others. */
public final class SampleTable implements EventTable<SampleEvent> {
    private final CardinalityLimits limits;
    private final InstantSource clock;
    private final Partitions partitions = new Partitions("sample");
    private final LruCache<Words> cache;
    private OriginIds origins;
    private MetricIds metrics;

    public SampleTable(CardinalityLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.origins = new OriginIds(limits);
        this.metrics = new MetricIds(limits);
        this.cache = new LruCache<>(IdCache.METRIC_NAMES, limits, Words::bytes);
    }

    /** The names of a metric. */
    private record Words(Origin origin, String type, String name, Map<String, String> metadata) {
        static Words of(SampleEvent event) {
            return new Words(
                    new Origin(event.service(), event.instance()),
                    event.metricType().wireName(),
                    event.metricName(),
                    event.metadata());
        }

        int bytes() {
            return HeapBytes.object(16)
                    + origin.bytes()
                    + HeapBytes.of(type)
                    + HeapBytes.of(name)
                    + HeapBytes.of(metadata);
        }
    }

    @Override
    public Prepared<SampleEvent> prepare(Connection connection, Rows<SampleEvent> batch) throws SQLException {
        List<Positioned<SampleEvent>> rows = batch.list();
        rows.forEach(row -> partitions.see(row.event().timestampMicros()));
        partitions.ensureSeen(connection);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        cache.turnTo(today);
        List<Words> words = rows.stream().map(row -> Words.of(row.event())).toList();
        Map<Words, Integer> ids = new HashMap<>();
        for (Words of : words) {
            Integer id = cache.get(of);
            if (id != null) {
                ids.put(of, id);
            }
        }
        List<Words> missing =
                words.stream().filter(of -> !ids.containsKey(of)).distinct().toList();
        if (!missing.isEmpty()) {
            Map<Words, Integer> loaded = load(connection, missing, today);
            cache.putAll(loaded);
            ids.putAll(loaded);
        }
        List<Positioned<SampleEvent>> refused = new ArrayList<>();
        List<Positioned<SampleEvent>> accepted = new ArrayList<>();
        List<Integer> metricIds = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Integer id = ids.get(words.get(i));
            if (id == null) {
                refused.add(rows.get(i));
            } else {
                accepted.add(rows.get(i));
                metricIds.add(id);
            }
        }
        return new Prepared<>(refused, Map.of(), into -> copy(into, accepted, metricIds));
    }

    private Map<Words, Integer> load(Connection connection, List<Words> words, LocalDate today) throws SQLException {
        Map<Origin, Origin.Ids> originIds =
                origins.resolve(connection, words.stream().map(Words::origin).collect(Collectors.toSet()), today);
        Map<Words, MetricIds.Key> keys = new LinkedHashMap<>();
        for (Words of : words) {
            Origin.Ids ids = Objects.requireNonNull(originIds.get(of.origin()));
            if (ids.folded() == null) {
                keys.put(
                        of,
                        new MetricIds.Key(
                                of.type(), of.name(), ids.serviceId(), ids.instanceId(), JsonText.of(of.metadata())));
            }
        }
        Map<MetricIds.Key, Integer> metricIds = metrics.resolve(connection, new HashSet<>(keys.values()), today);
        Map<Words, Integer> found = new HashMap<>();
        keys.forEach((of, key) -> {
            Integer id = metricIds.get(key);
            if (id != null) {
                found.put(of, id);
            }
        });
        return found;
    }

    @Override
    public void forget() {
        partitions.forget();
        cache.clear();
        origins = new OriginIds(limits);
        metrics = new MetricIds(limits);
    }

    private static long copy(Connection connection, List<Positioned<SampleEvent>> rows, List<Integer> metricIds)
            throws SQLException {
        try (BinaryCopy copy = new BinaryCopy(connection, "sample", "ts", "value", "metric_id")) {
            for (int i = 0; i < rows.size(); i++) {
                copy.row();
                copy.timestamptz(rows.get(i).event().timestampMicros());
                copy.float8(rows.get(i).event().value());
                copy.int4(metricIds.get(i));
            }
            return copy.end();
        }
    }
}
