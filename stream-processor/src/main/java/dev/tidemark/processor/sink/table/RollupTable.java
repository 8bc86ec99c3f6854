package dev.tidemark.processor.sink.table;

import dev.tidemark.processor.sink.copy.BinaryCopy;
import dev.tidemark.processor.sink.copy.JsonText;
import dev.tidemark.processor.sink.dimension.CardinalityLimits;
import dev.tidemark.processor.sink.dimension.EndpointIds;
import dev.tidemark.processor.sink.dimension.ServiceIds;
import dev.tidemark.processor.sink.partition.Partitions;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.parts.PartSums;
import dev.tidemark.wire.parts.PartTotals;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code rollup_10s}, {@code rollup_1m} and {@code rollup_1h}. Only the newest value of each key in a batch
 * is written. A window only grows: one with a smaller count comes from a topology whose state is older than what is stored, as
 * after Kafka lost the end of its log, and does not replace the larger one.
 */
public final class RollupTable implements EventTable<Rollup> {
    private static final Map<Tier, String> TABLES = new EnumMap<>(
            Map.of(Tier.TEN_SECONDS, "rollup_10s", Tier.ONE_MINUTE, "rollup_1m", Tier.ONE_HOUR, "rollup_1h"));
    private static final String[] COLUMNS = {
        "window_start",
        "endpoint_id",
        "count",
        "errors",
        "status_1xx",
        "status_2xx",
        "status_3xx",
        "status_4xx",
        "status_5xx",
        "sum_us",
        "min_us",
        "max_us",
        "request_bytes",
        "response_bytes",
        "errors_by_type",
        "sketch",
        "streams",
        "measured",
        "measured_us",
        "db_us",
        "db_calls",
        "pool_wait_us",
        "redis_us",
        "redis_calls",
        "http_us",
        "http_calls",
        "parts"
    };
    /** The numbers of the parts and their serialised form, before the tier. */
    private static final int PARTS = 10;

    private static final String STAGE =
            "CREATE TEMP TABLE IF NOT EXISTS rollup_stage (LIKE rollup_10s, tier smallint) ON COMMIT DELETE ROWS";
    private static final String UPSERT = """
            INSERT INTO %1$s AS r (%2$s)
            SELECT %2$s FROM rollup_stage WHERE tier = ?
            ORDER BY window_start, endpoint_id
            ON CONFLICT (window_start, endpoint_id) DO UPDATE SET %3$s
            WHERE excluded.count >= r.count
            """;

    private final CardinalityLimits limits;
    private final InstantSource clock;
    private final Map<Tier, Partitions> partitions = new EnumMap<>(Tier.class);
    private ServiceIds services;
    private EndpointIds endpoints;

    public RollupTable(CardinalityLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.services = new ServiceIds(limits.rollupServices(), limits);
        this.endpoints = new EndpointIds(limits.rollupEndpoints(), limits);
        TABLES.forEach((tier, table) -> partitions.put(tier, new Partitions(table)));
    }

    @Override
    public Prepared<Rollup> prepare(Connection connection, Rows<Rollup> batch) throws SQLException {
        List<Positioned<Rollup>> rows = batch.list();
        for (Positioned<Rollup> row : rows) {
            RollupKey key = row.event().key();
            Objects.requireNonNull(partitions.get(key.tier())).see(key.windowStartMicros());
        }
        for (Partitions ofTier : partitions.values()) {
            ofTier.ensureSeen(connection);
        }
        Map<Series, Integer> ids = endpointIds(connection, rows);
        try (Statement statement = connection.createStatement()) {
            statement.execute(STAGE);
        }
        List<Positioned<Rollup>> refused = new ArrayList<>();
        Map<RollupKey, Rollup> newest = new LinkedHashMap<>();
        for (Positioned<Rollup> row : rows) {
            RollupKey key = row.event().key();
            if (ids.containsKey(key.series())) {
                newest.put(key, row.event());
            } else {
                refused.add(row);
            }
        }
        return new Prepared<>(refused, Map.of(), into -> upsert(into, newest.values(), ids));
    }

    /** The ids within the limits. Rollups beyond them cannot be merged, because a write replaces the stored row. */
    private Map<Series, Integer> endpointIds(Connection connection, List<Positioned<Rollup>> rows) throws SQLException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Set<Series> all = rows.stream().map(row -> row.event().key().series()).collect(Collectors.toSet());
        Map<String, Integer> serviceIds =
                services.resolve(connection, all.stream().map(Series::service).collect(Collectors.toSet()), today);
        Map<Series, EndpointIds.Key> keys = new HashMap<>();
        for (Series series : all) {
            Integer serviceId = serviceIds.get(series.service());
            if (serviceId != null) {
                keys.put(series, new EndpointIds.Key(serviceId, series.method(), series.route()));
            }
        }
        Map<EndpointIds.Key, Integer> endpointIds = endpoints.resolve(connection, new HashSet<>(keys.values()), today);
        Map<Series, Integer> ids = new HashMap<>();
        keys.forEach((series, key) -> {
            Integer id = endpointIds.get(key);
            if (id != null) {
                ids.put(series, id);
            }
        });
        return ids;
    }

    @Override
    public void forget() {
        partitions.values().forEach(Partitions::forget);
        services = new ServiceIds(limits.rollupServices(), limits);
        endpoints = new EndpointIds(limits.rollupEndpoints(), limits);
    }

    private static long upsert(Connection connection, Collection<Rollup> rollups, Map<Series, Integer> ids)
            throws SQLException {
        stage(connection, rollups, ids);
        long written = 0;
        for (Map.Entry<Tier, String> table : TABLES.entrySet()) {
            if (rollups.stream().anyMatch(rollup -> rollup.key().tier() == table.getKey())) {
                try (PreparedStatement statement = connection.prepareStatement(upsertSql(table.getValue()))) {
                    statement.setInt(1, table.getKey().ordinal());
                    written += statement.executeUpdate();
                }
            }
        }
        return written;
    }

    private static String upsertSql(String table) {
        List<String> columns = List.of(COLUMNS);
        String values = columns.subList(2, columns.size()).stream()
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
        return UPSERT.formatted(table, String.join(", ", columns), values);
    }

    private static void stage(Connection connection, Collection<Rollup> rollups, Map<Series, Integer> ids)
            throws SQLException {
        List<String> columns = new ArrayList<>(List.of(COLUMNS));
        columns.add("tier");
        try (BinaryCopy copy = new BinaryCopy(connection, "rollup_stage", columns.toArray(new String[0]))) {
            for (Rollup rollup : rollups) {
                copy.row();
                copy.timestamptz(rollup.key().windowStartMicros());
                copy.int4(Objects.requireNonNull(ids.get(rollup.key().series())));
                copy.int8(rollup.count());
                copy.int8(rollup.errors());
                rollup.statusClasses().forEach(copy::int8);
                copy.int8(rollup.sumMicros());
                copy.int8(rollup.minMicros());
                copy.int8(rollup.maxMicros());
                copy.int8(rollup.requestBytes());
                copy.int8(rollup.responseBytes());
                copy.jsonb(JsonText.of(rollup.errorsByType()));
                copy.bytea(rollup.sketch().toBytes());
                copy.int8(rollup.streams());
                parts(copy, rollup.parts());
                copy.int2(rollup.key().tier().ordinal());
            }
            copy.end();
        }
    }

    private static void parts(BinaryCopy copy, @Nullable PartSums parts) {
        if (parts == null) {
            for (int i = 0; i < PARTS; i++) {
                copy.nil();
            }
            return;
        }
        PartTotals total = parts.total();
        copy.int8(total.measured());
        copy.int8(total.durationMicros());
        copy.int8(total.dbMicros());
        copy.int8(total.dbCalls());
        copy.int8(total.poolWaitMicros());
        copy.int8(total.redisMicros());
        copy.int8(total.redisCalls());
        copy.int8(total.httpMicros());
        copy.int8(total.httpCalls());
        copy.bytea(parts.toBytes());
    }
}
