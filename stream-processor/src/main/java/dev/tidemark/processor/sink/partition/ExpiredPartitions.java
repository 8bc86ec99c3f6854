package dev.tidemark.processor.sink.partition;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.processor.sink.clock.SteadyClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions whose retention has passed. */
final class ExpiredPartitions implements SampleSource {
    private static final MetricDescriptor HELD = MetricDescriptor.gauge(
            "partitions_held",
            "Partitions that are due by the clock, but not by the time of the machine's uptime, and are therefore kept. Alert above 0:"
                    + " see clock_apart_seconds.");

    /** Uses this process's retention rather than the table's, because writing that may have failed. */
    private static final String EXPIRED = """
            SELECT p.parent, child.relname
            FROM partitioning p
            JOIN unnest(?::text[], ?::float8[]) AS kept (parent, seconds) USING (parent)
            JOIN pg_inherits i ON i.inhparent = to_regclass(quote_ident(p.parent))
            JOIN pg_class child ON child.oid = i.inhrelid
            CROSS JOIN LATERAL (
                SELECT to_timestamp(substring(child.relname FROM '_(\\d+)$'),
                    CASE p.step WHEN 'day' THEN 'YYYYMMDD' ELSE 'YYYYMM' END)::timestamp AS start_at) AS t
            WHERE greatest((start_at + ('1 ' || p.step)::interval) AT TIME ZONE 'UTC', partition_made_late(child.oid))
                  <= ? - make_interval(secs => seconds)
            ORDER BY start_at, p.parent
            """;

    private static final Logger log = LoggerFactory.getLogger(ExpiredPartitions.class);

    private final RetentionSettings retention;
    private final PartitionDrops drops = new PartitionDrops("retention", false);
    private volatile @Nullable Integer held;

    ExpiredPartitions(RetentionSettings retention) {
        this.retention = retention;
    }

    /** Drops the partitions that are due by both times. */
    void drop(Connection connection, SteadyClock.Reading time) throws SQLException {
        List<PartitionDrops.Partition> expired = expiredAt(connection, time.earlier());
        held = expiredAt(connection, time.clock()).size() - expired.size();
        PartitionDrops.Turn turn = drops.takeTurn(connection);
        List<String> dropped = new ArrayList<>();
        for (PartitionDrops.Partition partition : expired) {
            if (turn.drop(partition).isPresent()) {
                dropped.add(partition.name());
            }
        }
        if (!dropped.isEmpty()) {
            log.info("Dropped the partitions {}: retention has passed", dropped);
        }
        for (Map.Entry<String, SQLException> failure : turn.failures().entrySet()) {
            if (!PartitionDrops.isInUse(failure.getValue())) {
                throw failure.getValue();
            }
        }
        if (!turn.failures().isEmpty()) {
            log.warn(
                    "Partitions in use, which the next run will drop: {}",
                    turn.failures().keySet());
        }
    }

    private List<PartitionDrops.Partition> expiredAt(Connection connection, Instant now) throws SQLException {
        Map<String, Duration> kept = retention.byTable();
        try (PreparedStatement statement = connection.prepareStatement(EXPIRED)) {
            statement.setArray(1, connection.createArrayOf("text", kept.keySet().toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "float8",
                            kept.values().stream()
                                    .map(each -> (double) each.toSeconds())
                                    .toArray()));
            statement.setObject(3, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            List<PartitionDrops.Partition> expired = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    expired.add(new PartitionDrops.Partition(rows.getString(1), rows.getString(2)));
                }
            }
            return expired;
        }
    }

    @Override
    public List<Sample> samples() {
        List<Sample> samples = new ArrayList<>(drops.samples());
        Integer partitions = held;
        if (partitions != null) {
            samples.add(HELD.published(HELD.name(), partitions));
        }
        return samples;
    }
}
