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
 * Writes batches over one connection: rows and offsets in one transaction. After any exception the connection is to be
 * closed, and the offsets are to be asked for again: a commit may have happened. Not thread-safe.
 *
 * @param <E> the event
 */
final class BatchWriter<E> implements AutoCloseable {
    /**
     * How many rows are searched for bad ones: if all of them are bad, that takes twice as many transactions. More only if those of
     * one record are more.
     */
    static final int SEARCHED = 1_000;

    private final String topic;
    private final Connection connection;
    private final EventTable<E> table;
    private final OffsetTable offsets;
    private final DeadLetters deadLetters;
    private final WriteHook hook;

    BatchWriter(
            String topic,
            Connection connection,
            EventTable<E> table,
            OffsetTable offsets,
            DeadLetters deadLetters,
            WriteHook hook) {
        this.topic = topic;
        this.connection = connection;
        this.table = table;
        this.offsets = offsets;
        this.deadLetters = deadLetters;
        this.hook = hook;
    }

    Connection connection() {
        return connection;
    }

    /**
     * What a transaction did.
     *
     * @param rows how many rows it wrote
     * @param refusals the records it made dead letters of
     * @param folded how many of the rows a limit of names put together with others, by dimension
     * @param copyNanos how long PostgreSQL took the rows for
     */
    record Written(long rows, List<Refusal> refusals, Map<String, Integer> folded, long copyNanos) {}

    /**
     * Writes what is in {@code batch}; {@code progress} is what that reaches. Of rows that PostgreSQL refuses it makes dead
     * letters.
     */
    Written write(Batch<E> batch, Collection<Progress> progress)
            throws SQLException, FencedException, RefusedBatchException {
        try {
            return commit(batch.rows(), batch.refusals(), progress);
        } catch (SQLException | RuntimeException e) {
            if (!isAboutData(e)) {
                throw e;
            }
            if (batch.rows().size() > SEARCHED && !batch.isShrunk()) {
                throw new RefusedBatchException(batch.rows().size(), e);
            }
            Set<Positioned<E>> refused = Collections.newSetFromMap(new IdentityHashMap<>());
            List<Refusal> refusals = new ArrayList<>(batch.refusals());
            List<Positioned<E>> rows = batch.rows().list();
            collectRefused(rows, refused, refusals);
            return commit(
                    Rows.of(rows.stream().filter(row -> !refused.contains(row)).toList()), refusals, progress);
        }
    }

    private Written commit(Rows<E> rows, List<Refusal> refusals, Collection<Progress> progress)
            throws SQLException, FencedException {
        EventTable.Prepared<E> prepared = rows.isEmpty()
                ? new EventTable.Prepared<>(List.of(), Map.of(), into -> 0)
                : table.prepare(connection, rows);
        List<Refusal> letters = new ArrayList<>(refusals);
        for (Positioned<E> row : prepared.refused()) {
            letters.add(new Refusal(
                    row.record(), Refusal.CARDINALITY, "one series more than there may be: expected fewer names"));
        }
        connection.setAutoCommit(false);
        try {
            long begin = System.nanoTime();
            long written = prepared.copy().into(connection);
            long copyNanos = System.nanoTime() - begin;
            if (!letters.isEmpty()) {
                deadLetters.publish(letters);
            }
            hook.beforeOffsets();
            offsets.advance(connection, topic, progress);
            hook.beforeCommit();
            connection.commit();
            hook.afterCommit();
            return new Written(written, letters, prepared.folded(), copyNanos);
        } catch (Exception e) {
            rollback(e);
            throw e;
        } finally {
            endTransaction();
        }
    }

    /** Finds the rows that PostgreSQL refuses, by halves, in transactions that are all rolled back. */
    private void collectRefused(List<Positioned<E>> rows, Set<Positioned<E>> refused, List<Refusal> refusals)
            throws SQLException {
        try {
            dryRun(rows);
        } catch (SQLException | RuntimeException e) {
            if (!isAboutData(e)) {
                throw e;
            }
            if (rows.size() == 1) {
                refused.add(rows.get(0));
                refusals.add(new Refusal(rows.get(0).record(), Refusal.REFUSED, String.valueOf(e.getMessage())));
                return;
            }
            int half = rows.size() / 2;
            collectRefused(rows.subList(0, half), refused, refusals);
            collectRefused(rows.subList(half, rows.size()), refused, refusals);
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
     * Class 22 is data, 23 constraints, 54 a limit, such as that of an index's key. What is neither PostgreSQL's nor Kafka's
     * is a fault of ours with some row. Class 53, such as a full disk, is nobody's fault: it is waited for.
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

    /** Cuts the connection under whatever waits on it. */
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is gone, then.
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone, then.
        }
    }
}
