package dev.tidemark.processor.sink;

import dev.tidemark.processor.sink.offset.FencedException;
import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.processor.sink.offset.Progress;
import dev.tidemark.processor.sink.table.EventTable;
import dev.tidemark.processor.sink.table.Positioned;
import dev.tidemark.processor.sink.table.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;

/**
 * Writes batches over one connection: rows and offsets in one transaction. After any exception close the connection and read the offsets
 * again, because the commit may have happened. Not thread-safe.
 *
 * @param <E> the event
 */
final class BatchWriter<E> implements AutoCloseable {
    /**
     * The most rows that are searched for bad ones; if all are bad, the search takes twice as many transactions. Only a
     * single record with more rows exceeds this.
     */
    static final int SEARCHED = 1_000;

    private final String topic;
    private final Connection connection;
    private final EventTable<E> table;
    private final OffsetTable offsets;
    private final DeadLetterPublisher deadLetterPublisher;
    private final WriteHook hook;

    BatchWriter(
            String topic,
            Connection connection,
            EventTable<E> table,
            OffsetTable offsets,
            DeadLetterPublisher deadLetterPublisher,
            WriteHook hook) {
        this.topic = topic;
        this.connection = connection;
        this.table = table;
        this.offsets = offsets;
        this.deadLetterPublisher = deadLetterPublisher;
        this.hook = hook;
    }

    Connection connection() {
        return connection;
    }

    /**
     * The outcome of a transaction.
     *
     * @param rows how many rows it wrote
     * @param rejectedRecords the records that became dead letters
     * @param folded the number of rows that a cardinality limit merged with others, by dimension
     * @param unreadable the number of stored windows whose sketch could not be read, by table
     * @param copyNanos how long the COPY took
     */
    record Written(
            long rows,
            List<RejectedRecord> rejectedRecords,
            Map<String, Integer> folded,
            Map<String, Integer> unreadable,
            long copyNanos) {}

    /**
     * Writes {@code batch} and {@code progress}, the offsets that it reaches. Rows that PostgreSQL rejects become dead letters.
     */
    Written write(Batch<E> batch, Collection<Progress> progress)
            throws SQLException, FencedException, RefusedBatchException {
        try {
            return commit(batch.rows(), batch.rejectedRecords(), progress);
        } catch (SQLException | RuntimeException e) {
            if (!isAboutData(e)) {
                throw e;
            }
            if (batch.rows().size() > SEARCHED && !batch.isShrunk()) {
                throw new RefusedBatchException(batch.rows().size(), e);
            }
            Set<Positioned<E>> refused = Collections.newSetFromMap(new IdentityHashMap<>());
            List<RejectedRecord> rejectedRecords = new ArrayList<>(batch.rejectedRecords());
            List<Positioned<E>> rows = batch.rows().list();
            collectRefused(rows, refused, rejectedRecords);
            return commit(
                    Rows.of(rows.stream().filter(row -> !refused.contains(row)).toList()), rejectedRecords, progress);
        }
    }

    private Written commit(Rows<E> rows, List<RejectedRecord> rejectedRecords, Collection<Progress> progress)
            throws SQLException, FencedException {
        EventTable.Prepared<E> prepared = rows.isEmpty()
                ? new EventTable.Prepared<>(List.of(), Map.of(), Map.of(), into -> 0)
                : table.prepare(connection, rows);
        List<RejectedRecord> deadLetters = new ArrayList<>(rejectedRecords);
        for (Positioned<E> row : prepared.refused()) {
            deadLetters.add(new RejectedRecord(
                    row.record(), RejectedRecord.CARDINALITY, "series limit exceeded: expected fewer names"));
        }
        connection.setAutoCommit(false);
        try {
            long begin = System.nanoTime();
            long written = prepared.copy().into(connection);
            long copyNanos = System.nanoTime() - begin;
            if (!deadLetters.isEmpty()) {
                deadLetterPublisher.publish(deadLetters);
            }
            hook.beforeOffsets();
            offsets.advance(connection, topic, progress);
            hook.beforeCommit();
            connection.commit();
            hook.afterCommit();
            return new Written(written, deadLetters, prepared.folded(), prepared.unreadable(), copyNanos);
        } catch (Exception e) {
            rollback(e);
            throw e;
        } finally {
            endTransaction();
        }
    }

    /** Finds the rows that PostgreSQL rejects by bisection, in transactions that are all rolled back. */
    private void collectRefused(
            List<Positioned<E>> rows, Set<Positioned<E>> refused, List<RejectedRecord> rejectedRecords)
            throws SQLException {
        try {
            dryRun(rows);
        } catch (SQLException | RuntimeException e) {
            if (!isAboutData(e)) {
                throw e;
            }
            if (rows.size() == 1) {
                refused.add(rows.get(0));
                rejectedRecords.add(new RejectedRecord(
                        rows.get(0).record(), RejectedRecord.REFUSED, String.valueOf(e.getMessage())));
                return;
            }
            int half = rows.size() / 2;
            collectRefused(rows.subList(0, half), refused, rejectedRecords);
            collectRefused(rows.subList(half, rows.size()), refused, rejectedRecords);
        }
    }

    private void dryRun(List<Positioned<E>> rows) throws SQLException {
        table.forget();
        EventTable.Prepared<E> prepared = table.prepare(connection, Rows.of(rows));
        connection.setAutoCommit(false);
        try {
            prepared.copy().into(connection);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /**
     * Whether {@code e} is about the rows. SQLSTATE class 22 is data, 23 constraints, 54 a limit such as the size of an index key. An
     * exception from neither PostgreSQL nor Kafka is a bug that some row triggers. Class 53, such as a full disk, is not about the
     * rows: the sink waits.
     */
    static boolean isAboutData(Exception e) {
        if (e instanceof SQLException sql) {
            String state = sql.getSQLState();
            return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
        }
        return !(e instanceof KafkaException);
    }

    private void rollback(Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private void endTransaction() throws SQLException {
        if (!connection.isClosed()) {
            connection.setAutoCommit(true);
        }
    }

    /** Aborts the connection, and with it any statement that is running. */
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // The connection is lost anyway.
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The connection is lost anyway.
        }
    }
}
