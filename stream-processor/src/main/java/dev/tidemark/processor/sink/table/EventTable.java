package dev.tidemark.processor.sink.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The table, or tables, of one kind of event. Belongs to one connection, because cached ids and partitions are valid only as long as it
 * lasts. Not thread-safe.
 *
 * @param <E> the event
 */
public interface EventTable<E> {

    /**
     * Creates the dimension rows and partitions that {@code rows} need. They remain even if the rows are rolled back.
     *
     * @param connection in autocommit
     */
    Prepared<E> prepare(Connection connection, Rows<E> rows) throws SQLException;

    /** Discards cached ids and partitions, because they may no longer be valid. */
    void forget();

    /**
     * Rows that can be written.
     *
     * @param refused the rows that exceed a limit and cannot be merged
     * @param folded the number of the other rows that a limit stores under {@code (other)} or without their instance,
     *     by its dimension: {@code service}, {@code instance}, {@code endpoint}, {@code label_set} or {@code call}; complete once
     *     they are written
     * @param unreadable the number of stored windows whose sketch could not be read, by table; complete once the rows are written
     * @param copy writes the other rows
     */
    record Prepared<E>(
            List<Positioned<E>> refused, Map<String, Integer> folded, Map<String, Integer> unreadable, Copy copy) {
        Prepared(List<Positioned<E>> refused, Map<String, Integer> folded, Copy copy) {
            this(refused, folded, Map.of(), copy);
        }
    }

    /** Writes rows. */
    @FunctionalInterface
    interface Copy {
        /**
         * @param connection in the transaction that the rows belong to
         * @return how many rows were written
         */
        long into(Connection connection) throws SQLException;
    }
}
