package dev.tidemark.query.requests;

import dev.tidemark.query.cache.BriefCache;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.Series;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds up the requests of a span, all and by endpoint. */
@Singleton
public final class RequestReports {
    /** The span of {@link #newest()}: long enough for a percentile, short enough for a fault to stand out. */
    public static final Duration NEWEST = Duration.ofSeconds(30);

    private static final String KEY_OF_NEWEST = "newest";

    private final Database store;
    private final TimeRanges ranges;
    private final BriefCache<RangeKey, RequestReport> reports = new BriefCache<>(Duration.ofSeconds(1));
    private final BriefCache<String, RequestReport> newest = new BriefCache<>(Duration.ofSeconds(1));

    private record RangeKey(RangeQuery range, EndpointFilter filter) {}

    RequestReports(@Named(Databases.STORE) Database store, TimeRanges ranges) {
        this.store = store;
        this.ranges = ranges;
    }

    /** All requests of a span. */
    public RequestReport of(RangeQuery range) {
        return of(range, EndpointFilter.ALL);
    }

    /** The requests of a span that pass {@code filter}. */
    RequestReport of(RangeQuery range, EndpointFilter filter) {
        return reports.get(new RangeKey(range, filter), () -> read(ranges.of(range), filter));
    }

    /** The requests of the newest {@link #NEWEST}. */
    public RequestReport newest() {
        return newest.get(KEY_OF_NEWEST, () -> read(ranges.newest(NEWEST), EndpointFilter.ALL));
    }

    private RequestReport read(TimeRange range, EndpointFilter filter) {
        return store.read(connection -> read(connection, range, filter));
    }

    private static RequestReport read(Connection connection, TimeRange range, EndpointFilter filter)
            throws SQLException {
        Map<Integer, Series> names = EndpointSql.read(connection, filter.service(), filter.route());
        Set<Integer> ids = filter.isAll() ? null : names.keySet();
        Map<Integer, Tally> tallies = new HashMap<>();
        RollupSql.readTiles(
                connection,
                range,
                ids,
                row -> tallies.computeIfAbsent(row.endpointId(), id -> new Tally())
                        .add(row));
        Tally all = new Tally();
        tallies.values().forEach(all::add);
        return new RequestReport(
                range, RequestStatistics.of(all, range.elapsedSeconds()), endpoints(names, tallies, all, range));
    }

    private static List<EndpointStatistics> endpoints(
            Map<Integer, Series> names, Map<Integer, Tally> tallies, Tally all, TimeRange range) {
        List<EndpointStatistics> endpoints = new ArrayList<>();
        tallies.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<Integer, Tally> entry) ->
                                entry.getValue().sumMicros())
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> {
                    Series series = names.get(entry.getKey());
                    if (series != null) {
                        endpoints.add(EndpointStatistics.of(series, entry.getValue(), all, range.elapsedSeconds()));
                    }
                });
        return endpoints;
    }
}
