package dev.tidemark.query.redis;

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
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of Redis in the table of key figures: what the collector read, and what the status says where it read nothing. */
@Singleton
final class RedisKeyFigures implements KeyFigureSource {
    private static final String TYPE = MetricType.REDIS.wireName();
    private static final Name USED = new Name("memory_used_mb", "memory used", "MiB");
    private static final Name PERCENT = new Name("memory_percent", "memory used", "percent");
    private static final Name KEYS = new Name("keys_total", "keys", "");
    private static final Name HIT_RATE = new Name("hit_rate", "hit rate", "percent");
    private static final Name EVICTED = new Name("evicted_keys", "keys evicted", "/min");
    private static final Name CLIENTS = new Name("connected_clients", "clients", "");

    private final RedisReports reports;
    private final TimeRanges ranges;
    private final SampledFigures samples;

    RedisKeyFigures(RedisReports reports, TimeRanges ranges, SampledFigures samples) {
        this.reports = reports;
        this.ranges = ranges;
        this.samples = samples;
    }

    @Override
    public String group() {
        return "redis";
    }

    @Override
    public int getOrder() {
        return 20;
    }

    @Override
    public List<Name> names() {
        return List.of(USED, PERCENT, KEYS, HIT_RATE, EVICTED, CLIENTS);
    }

    @Override
    public KeyFigures.Part figures(Question question) {
        TimeRange range = ranges.of(question.range(), question.shift());
        // The increases of a step are added up, so none may be left out.
        Map<String, SampledFigure> sampled = new HashMap<>(samples.read(query(EVICTED), range));
        sampled.putAll(
                samples.read(query(USED, PERCENT, KEYS, HIT_RATE, CLIENTS).thinOut(), range));
        RedisStatus status = question.isLive(range) ? reports.status() : RedisReports.unknown("not asked");
        List<KeyFigure> rows = new ArrayList<>();
        for (Name name : names()) {
            SampledFigure figure = sampled.get(name.name());
            if (figure != null) {
                rows.add(
                        name.equals(EVICTED)
                                ? figure.perMinute(group(), name)
                                : figure.figure(group(), name).orCurrent(now(status, name)));
            }
        }
        boolean limited = status.memoryLimit() == RedisStatus.MemoryLimit.MAXMEMORY;
        rows.replaceAll(row -> row.name().equals(PERCENT.name()) && limited
                ? row.limited(RedisSymptoms.FULL_PERCENT, "90 % of maxmemory", State.WATCH)
                : row);
        return KeyFigures.Part.of(this, rows, status.unknown(), question.isLive(range) ? status.detail() : null);
    }

    /** Of the server that is monitored now. */
    private SampleQuery query(Name... names) {
        return SampleQuery.of(TYPE, Stream.of(names).map(Name::name).toList()).ofHost(reports.address());
    }

    private static @Nullable Double now(RedisStatus status, Name name) {
        if (name.equals(USED)) {
            return status.memoryUsedMb();
        }
        if (name.equals(PERCENT)) {
            return status.memoryPercent();
        }
        if (name.equals(KEYS)) {
            return number(status.keysTotal());
        }
        return name.equals(CLIENTS) ? number(status.connectedClients()) : null;
    }

    private static @Nullable Double number(@Nullable Long value) {
        return value == null ? null : (Double) value.doubleValue();
    }
}
