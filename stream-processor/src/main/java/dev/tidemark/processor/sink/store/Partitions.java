package dev.tidemark.processor.sink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Sees to it that the partitions of a table exist that rows are about to go to. Remembers those it has seen. Not
 * thread-safe.
 */
final class Partitions {
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final int REMEMBERED = 1000;

    private final String table;
    private final Set<Long> days = new HashSet<>();

    Partitions(String table) {
        this.table = table;
    }

    void forget() {
        days.clear();
    }

    /** @param micros the rows' times, in microseconds since the epoch */
    void ensure(Connection connection, LongStream micros) throws SQLException {
        if (days.size() > REMEMBERED) {
            days.clear();
        }
        SortedSet<Long> unseen = new TreeSet<>();
        // Neighbours are of the same day nearly always.
        long last = Long.MIN_VALUE;
        for (long at : micros.toArray()) {
            long day = Math.floorDiv(at, DAY_MICROS);
            if (day != last && !days.contains(day)) {
                unseen.add(day);
            }
            last = day;
        }
        for (long day : unseen) {
            ensure(connection, table, Instant.ofEpochSecond(day * 86_400));
            days.add(day);
        }
    }

    private static void ensure(Connection connection, String table, Instant at) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT ensure_partition(?, ?)")) {
            statement.setString(1, table);
            statement.setObject(2, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
            statement.execute();
        }
    }
}
