package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.cause.Evidence.Instance;
import dev.tidemark.query.diagnosis.cause.Gauge;
import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import jakarta.inject.Named;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads samples before and after an onset. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
abstract class GaugeQueries implements GenericRepository<GaugeQueries.Row, Integer> {
    private static final List<String> NAMES = List.of(
            "postgres blocked_sessions_count",
            "postgres blocking_seconds",
            "postgres connections_percent",
            "postgres connected",
            "redis connected",
            "redis ping_ms",
            "redis evicted_keys",
            "redis memory_percent",
            "redis command_time_percent",
            "system jvm_gc_percent",
            "system jvm_gc_longest_pause_ms",
            "system jvm_heap_after_gc_mb",
            "system jvm_heap_max_mb",
            "system jvm_deadlocked_threads",
            "system cpu_percent",
            "system cpu_count",
            "system load_average_1m",
            "system process_cpu_percent",
            "system cgroup_cpu_throttled_percent",
            "system swap_in_bytes_per_second",
            "system cgroup_oom_kills",
            "system memory_percent",
            "system cgroup_memory_percent",
            "system disk_percent",
            "system mount_percent",
            "system disk_inodes_percent",
            "system mount_inodes_percent",
            "system device_utilization_percent",
            "system device_await_ms");

    /** Series that were not seen for two days are skipped: ended processes can leave many. */
    private static final String GAUGES = """
        WITH series AS (
            SELECT m.id, m.metric_type, m.metric_name, s.name AS service, i.name AS instance, m.metadata
            FROM metric m
            JOIN service s ON s.id = m.service_id
            LEFT JOIN instance i ON i.id = m.instance_id
            WHERE m.metric_type || ' ' || m.metric_name = ANY (?)
              AND m.last_seen >= (?::timestamptz AT TIME ZONE 'UTC')::date - 1
            ORDER BY m.last_seen DESC, m.id DESC
            LIMIT ?
        )
        SELECT series.metric_type, series.metric_name, series.service, series.instance,
               (SELECT array_agg(key || '=' || value) FROM jsonb_each_text(series.metadata)),
               before.mean, after.mean, after.max
        FROM series
        CROSS JOIN LATERAL (
            SELECT avg(value) AS mean, max(value) AS max FROM sample
            WHERE metric_id = series.id AND ts >= ? AND ts < ? AND value > '-Infinity' AND value < 'Infinity') after
        CROSS JOIN LATERAL (
            SELECT avg(value) AS mean FROM sample
            WHERE metric_id = series.id AND ts >= ? AND ts < ? AND value > '-Infinity' AND value < 'Infinity') before
        WHERE after.mean IS NOT NULL
        """;

    private static final String INSTANCES = """
        SELECT s.name, i.name, newest.ts - make_interval(secs => newest.value), newest.ts
        FROM metric m
        JOIN service s ON s.id = m.service_id
        JOIN instance i ON i.id = m.instance_id
        CROSS JOIN LATERAL (
            SELECT ts, value FROM sample
            WHERE metric_id = m.id AND ts >= ? AND ts <= ? AND value BETWEEN 0 AND 1e9
            ORDER BY ts DESC
            LIMIT 1) newest
        WHERE m.metric_type = 'system' AND m.metric_name = 'jvm_uptime_seconds'
          AND m.last_seen >= (?::timestamptz AT TIME ZONE 'UTC')::date - 1
        ORDER BY newest.ts DESC
        LIMIT ?
        """;

    private static final int MOST = 2_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final JdbcOperations operations;

    GaugeQueries(@Named(Databases.STORE) JdbcOperations operations) {
        this.operations = operations;
    }

    /** What a repository needs to be one. */
    @MappedEntity
    record Row(int id) {}

    /** The series with samples of the last hour between {@code onset} and {@code to}, compared with those from {@code from} to {@code onset}. */
    List<Gauge> gauges(Instant from, Instant onset, Instant to) {
        Instant since = to.minus(LONGEST).isAfter(onset) ? to.minus(LONGEST) : onset;
        return operations.execute(connection -> {
            try (PreparedStatement select = connection.prepareStatement(GAUGES)) {
                select.setArray(1, connection.createArrayOf("text", NAMES.toArray()));
                select.setObject(2, DiagnosisQueries.time(from));
                select.setInt(3, MOST);
                select.setObject(4, DiagnosisQueries.time(since));
                select.setObject(5, DiagnosisQueries.time(to));
                select.setObject(6, DiagnosisQueries.time(from));
                select.setObject(7, DiagnosisQueries.time(onset));
                List<Gauge> gauges = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        gauges.add(gauge(row));
                    }
                }
                return gauges;
            }
        });
    }

    private static Gauge gauge(ResultSet row) throws SQLException {
        Map<String, String> labels = new HashMap<>();
        Array pairs = row.getArray(5);
        if (pairs != null) {
            for (String pair : (String[]) pairs.getArray()) {
                int end = pair.indexOf('=');
                labels.put(pair.substring(0, end), pair.substring(end + 1));
            }
        }
        double mean = row.getDouble(6);
        return new Gauge(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                labels,
                row.wasNull() ? null : (Double) mean,
                row.getDouble(7),
                row.getDouble(8));
    }

    /** The JVMs that sent samples in the span. */
    List<Instance> instances(Instant from, Instant to) {
        return operations.execute(connection -> {
            try (PreparedStatement select = connection.prepareStatement(INSTANCES)) {
                select.setObject(1, DiagnosisQueries.time(from));
                select.setObject(2, DiagnosisQueries.time(to));
                select.setObject(3, DiagnosisQueries.time(from));
                select.setInt(4, MOST);
                List<Instance> instances = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        instances.add(new Instance(
                                row.getString(1),
                                row.getString(2),
                                row.getObject(3, OffsetDateTime.class).toInstant(),
                                row.getObject(4, OffsetDateTime.class).toInstant()));
                    }
                }
                return instances;
            }
        });
    }
}
