package dev.tidemark.query.postgres;

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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of PostgreSQL in the table of key figures: what the collector read, and what the status says where it read nothing. */
@Singleton
final class PostgresKeyFigures implements KeyFigureSource {
    private static final Name ACTIVE = new Name("connections_active", "connections active", "");
    private static final Name IDLE = new Name("connections_idle", "connections idle", "");
    private static final Name TOTAL = new Name("connections_total", "connections", "");
    private static final Name CACHE = new Name("cache_hit_ratio", "cache hit ratio", "percent");
    private static final Name SIZE = new Name("db_size_mb", "size of the database", "MiB");
    private static final Name SLOW = new Name("slow_queries_count", "slow statements", "");

    private final PostgresReports reports;
    private final TimeRanges ranges;
    private final SampledFigures samples;

    PostgresKeyFigures(PostgresReports reports, TimeRanges ranges, SampledFigures samples) {
        this.reports = reports;
        this.ranges = ranges;
        this.samples = samples;
    }

    @Override
    public String group() {
        return "postgres";
    }

    @Override
    public int getOrder() {
        return 30;
    }

    @Override
    public List<Name> names() {
        return List.of(ACTIVE, IDLE, TOTAL, CACHE, SIZE, SLOW);
    }

    @Override
    public KeyFigures.Part figures(Question question) {
        TimeRange range = ranges.of(question.range(), question.shift());
        SampleQuery query = SampleQuery.of(
                        MetricType.POSTGRES.wireName(),
                        names().stream().map(Name::name).toList())
                .ofHost(reports.address())
                .thinOut();
        Map<String, SampledFigure> sampled = samples.read(query, range);
        PostgresStatus status = question.isLive(range) ? reports.status() : PostgresReports.unknown("not asked");
        List<KeyFigure> rows = new ArrayList<>();
        for (Name name : names()) {
            SampledFigure figure = sampled.get(name.name());
            if (figure != null) {
                rows.add(figure.figure(group(), name).orCurrent(now(status, name)));
            }
        }
        Long max = status.connectionsMax();
        Double percent = Threshold.CONNECTIONS.degraded();
        rows.replaceAll(row -> row.name().equals(TOTAL.name()) && max != null && percent != null
                ? row.limited(
                        max * percent / 100, Math.round(percent) + " % of max_connections, " + max, State.DEGRADED)
                : row);
        return KeyFigures.Part.of(this, rows, status.unknown(), question.isLive(range) ? status.detail() : null);
    }

    private static @Nullable Double now(PostgresStatus status, Name name) {
        if (name.equals(ACTIVE)) {
            return number(status.connectionsActive());
        }
        if (name.equals(IDLE)) {
            return number(status.connectionsIdle());
        }
        if (name.equals(TOTAL)) {
            return number(status.connectionsTotal());
        }
        if (name.equals(SIZE)) {
            return status.dbSizeMb();
        }
        return name.equals(CACHE) ? status.cacheHitRatio() : number(status.slowQueriesCount());
    }

    private static @Nullable Double number(@Nullable Long value) {
        return value == null ? null : (Double) value.doubleValue();
    }
}
