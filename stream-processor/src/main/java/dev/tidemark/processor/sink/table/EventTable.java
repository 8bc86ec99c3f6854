package dev.tidemark.processor.sink.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Where events of one kind are written. Belongs to one connection: what it remembers of the database (ids, partitions) is
 * true only as long as that lasts. Not thread-safe.
 *
 * @param <E> the event
 */
public interface EventTable<E> {

    /**
     * Makes all ready that rows need besides themselves: the rows of dimensions, the partitions. Each is kept even if the rows
     * are not.
     *
     * @param connection in autocommit
     */
    Prepared<E> prepare(Connection connection, Rows<E> rows) throws SQLException;

    /** Forgets what it remembers of the database, because something of that may no longer be true. */
    void forget();

    /**
     * Rows that are ready.
     *
     * @param refused those that have no place: more kinds than there may be
     * @param folded how many of the others go under {@code (other)}, or without their instance, because of a limit of names, by the
     *     dimension whose limit it was: {@code service}, {@code instance}, {@code endpoint} or {@code label_set}; known when they are
     *     written
     * @param copy writes the others
     */
    record Prepared<E>(List<Positioned<E>> refused, Map<String, Integer> folded, Copy copy) {}

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
