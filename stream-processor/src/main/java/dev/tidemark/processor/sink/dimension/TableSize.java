package dev.tidemark.processor.sink.dimension;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/**
 * Limits the rows of a table. They are counted now and then, because that reads the whole table; several sinks may exceed the limit by
 * what they add between two counts. Not thread-safe.
 */
final class TableSize {
    private static final int ADDED_BETWEEN_COUNTS = 1_000;
    private static final long NANOS_BETWEEN_COUNTS = TimeUnit.MINUTES.toNanos(10);

    private final String count;
    private final int limit;
    private LocalDate day = LocalDate.MIN;
    private long countedAtNanos;
    private long rows;
    private int added;

    /** @param count selects the number of rows */
    TableSize(String count, int limit) {
        this.count = count;
        this.limit = limit;
    }

    /** Whether one more row may be added; if so, it is counted. */
    boolean hasRoom(Connection connection, LocalDate today) throws SQLException {
        if (!today.equals(day)
                || added >= ADDED_BETWEEN_COUNTS
                || System.nanoTime() - countedAtNanos > NANOS_BETWEEN_COUNTS) {
            try (PreparedStatement statement = connection.prepareStatement(count);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                rows = row.getLong(1);
            }
            added = 0;
            day = today;
            countedAtNanos = System.nanoTime();
        }
        if (rows + added >= limit) {
            return false;
        }
        added++;
        return true;
    }
}
