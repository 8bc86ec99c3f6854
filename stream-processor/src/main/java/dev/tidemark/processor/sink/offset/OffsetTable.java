package dev.tidemark.processor.sink.offset;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code sink_offset}: the owner of each partition, and the offset up to which it is stored. Each claim increments the epoch of its
 * partition. A transaction with an older epoch finds no row to update and must be rolled back. So rows are written once, even if a former
 * owner is still running. Stateless and thread-safe.
 */
public class OffsetTable {
    private static final String END_OLD_OWNERS = """
            SELECT pg_terminate_backend(pid)
            FROM (SELECT DISTINCT a.pid
                  FROM sink_offset o
                  JOIN pg_stat_activity a ON a.pid = o.owner_pid AND a.backend_start = o.owner_start
                  WHERE o.topic = ? AND o.partition = ANY (?) AND a.pid <> pg_backend_pid()) AS owners
            """;
    private static final String CLAIM = """
            INSERT INTO sink_offset AS o (topic, partition, next_offset, epoch, topic_id, owner_pid, owner_start)
            SELECT ?, t.partition, t.start, 1, ?, a.pid, a.backend_start
            FROM unnest(?, ?) AS t (partition, start)
            JOIN pg_stat_activity a ON a.pid = pg_backend_pid()
            ORDER BY t.partition
            ON CONFLICT (topic, partition) DO UPDATE
            SET epoch = o.epoch + 1, owner_pid = excluded.owner_pid, owner_start = excluded.owner_start, updated_at = now()
            RETURNING partition, epoch, next_offset, topic_id,
                CASE WHEN last_checked = next_offset THEN coalesce(last_offset, -1) ELSE -1 END, last_checksum, last_epoch,
                CASE WHEN last_checked = next_offset THEN last_time ELSE (extract(epoch FROM last_append_time) * 1000)::bigint END,
                coalesce(last_by_broker, false)
            """;
    private static final String MOVE = """
            WITH moved AS (
                UPDATE sink_offset SET next_offset = ?, topic_id = ?, last_offset = NULL, updated_at = now()
                WHERE topic = ? AND partition = ? AND epoch = ?
                RETURNING topic, partition, next_offset)
            INSERT INTO sink_loss (topic, partition, from_offset, to_offset, reason)
            SELECT topic, partition, ?, next_offset, ? FROM moved
            """;
    private static final String ADVANCE = """
            UPDATE sink_offset o
            SET next_offset = p.next_offset,
                last_append_time = coalesce('epoch'::timestamptz + p.time * interval '1 ms', o.last_append_time),
                last_offset = CASE WHEN p.last >= 0 THEN p.last WHEN p.last IS NULL THEN o.last_offset END,
                last_checksum = coalesce(p.checksum, o.last_checksum),
                last_epoch = CASE WHEN p.last IS NULL THEN o.last_epoch ELSE p.leader_epoch END,
                last_time = coalesce(p.time, o.last_time),
                last_by_broker = coalesce(p.by_broker, o.last_by_broker),
                last_checked = p.next_offset,
                lag = p.lag,
                updated_at = now()
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS p (partition, epoch, next_offset, lag, last, checksum, leader_epoch, time, by_broker)
            WHERE o.topic = ? AND o.partition = p.partition AND o.epoch = p.epoch
            """;
    private static final String RELEASE = """
            UPDATE sink_offset o SET owner_pid = NULL, owner_start = NULL, updated_at = now()
            FROM unnest(?, ?) AS p (partition, epoch)
            WHERE o.topic = ? AND o.partition = p.partition AND o.epoch = p.epoch
            """;

    /**
     * Takes partitions over. Terminates the session of an owner that has not released them, since it may be frozen in a
     * transaction that holds locks. Waits for the owner's lock on the row, so once this returns, its last commit has
     * either happened or failed.
     *
     * @param connection in autocommit
     * @param topicId Kafka's current id of the topic
     * @param firstOffsets the start offsets of partitions that were never claimed
     */
    public List<Claim> claim(Connection connection, String topic, String topicId, Map<Integer, Long> firstOffsets)
            throws SQLException {
        Map<Integer, Long> inOrder = new TreeMap<>(firstOffsets);
        Array partitions = connection.createArrayOf("int4", inOrder.keySet().toArray());
        try (PreparedStatement statement = connection.prepareStatement(END_OLD_OWNERS)) {
            statement.setString(1, topic);
            statement.setArray(2, partitions);
            statement.execute();
        }
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setString(1, topic);
            statement.setString(2, topicId);
            statement.setArray(3, partitions);
            statement.setArray(
                    4, connection.createArrayOf("int8", inOrder.values().toArray()));
            List<Claim> claims = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    claims.add(new Claim(
                            rows.getInt(1), rows.getLong(2), rows.getLong(3), rows.getString(4), lastRecord(rows)));
                }
            }
            return claims;
        }
    }

    private static @Nullable LastRecord lastRecord(ResultSet rows) throws SQLException {
        long time = rows.getLong(8);
        return rows.wasNull()
                ? null
                : new LastRecord(
                        rows.getLong(5), rows.getLong(6), rows.getObject(7, Integer.class), time, rows.getBoolean(9));
    }

    /**
     * Moves a claimed partition to another offset, because the stored one no longer exists in Kafka, and records the
     * loss in the same transaction.
     */
    public void move(Connection connection, String topic, Claim from, Claim to, Loss loss)
            throws SQLException, FencedException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setLong(1, to.nextOffset());
            statement.setString(2, to.topicId());
            statement.setString(3, topic);
            statement.setInt(4, to.partition());
            statement.setLong(5, to.epoch());
            statement.setLong(6, from.nextOffset());
            statement.setString(7, loss.word());
            requireAll(statement.executeUpdate(), 1, topic);
        }
    }

    /** Stores the offsets, as the last statement before the commit. */
    public void advance(Connection connection, String topic, Collection<Progress> progress)
            throws SQLException, FencedException {
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            statement.setArray(1, array(connection, "int4", progress, Progress::partition));
            statement.setArray(2, array(connection, "int8", progress, Progress::epoch));
            statement.setArray(3, array(connection, "int8", progress, Progress::nextOffset));
            statement.setArray(4, array(connection, "int8", progress, Progress::lag));
            statement.setArray(5, array(connection, "int8", progress, last(LastRecord::offset)));
            statement.setArray(6, array(connection, "int8", progress, last(LastRecord::checksum)));
            statement.setArray(7, array(connection, "int4", progress, last(LastRecord::leaderEpoch)));
            statement.setArray(8, array(connection, "int8", progress, last(LastRecord::timeMillis)));
            statement.setArray(9, array(connection, "bool", progress, last(LastRecord::byBroker)));
            statement.setString(10, topic);
            requireAll(statement.executeUpdate(), progress.size(), topic);
        }
    }

    /**
     * Releases partitions, so that the next owner need not terminate this session. Partitions with a new owner stay
     * unchanged.
     */
    public void release(Connection connection, String topic, Collection<Claim> claims) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
            statement.setArray(1, array(connection, "int4", claims, Claim::partition));
            statement.setArray(2, array(connection, "int8", claims, Claim::epoch));
            statement.setString(3, topic);
            statement.executeUpdate();
        }
    }

    private static void requireAll(int updated, int expected, String topic) throws FencedException {
        if (updated != expected) {
            throw new FencedException((expected - updated) + " of " + expected + " partitions of " + topic
                    + " have a new owner: expected to own them all");
        }
    }

    private static Function<Progress, @Nullable Object> last(Function<LastRecord, @Nullable Object> field) {
        return progress -> progress.last() == null ? null : field.apply(progress.last());
    }

    private static <T> Array array(
            Connection connection, String type, Collection<T> items, Function<T, @Nullable Object> field)
            throws SQLException {
        return connection.createArrayOf(type, items.stream().map(field).toArray());
    }
}
