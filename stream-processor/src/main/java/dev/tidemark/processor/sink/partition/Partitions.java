package dev.tidemark.processor.sink.partition;

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

/**
 * Sees to it that the partitions of a table exist that rows are about to go to. Remembers those it has seen. Not
 * thread-safe.
 */
public final class Partitions {
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final int REMEMBERED = 1000;

    private final String table;
    private final Set<Long> days = new HashSet<>();
    private final SortedSet<Long> unseen = new TreeSet<>();
    private long lastDay = Long.MIN_VALUE;

    public Partitions(String table) {
        this.table = table;
    }

    public void forget() {
        days.clear();
        unseen.clear();
        lastDay = Long.MIN_VALUE;
    }

    /** When the day (UTC) of a time began, both in microseconds since the epoch. */
    public static long startOfDay(long micros) {
        return micros - Math.floorMod(micros, DAY_MICROS);
    }

    /**
     * A row is about to go there.
     *
     * @param micros its time, in microseconds since the epoch
     */
    public void see(long micros) {
        long day = Math.floorDiv(micros, DAY_MICROS);
        // Neighbours are of the same day nearly always.
        if (day != lastDay) {
            lastDay = day;
            if (!days.contains(day)) {
                unseen.add(day);
            }
        }
    }

    /** Makes what is missing of the partitions of all rows that were seen. */
    public void ensureSeen(Connection connection) throws SQLException {
        for (long day : unseen) {
            ensure(connection, table, Instant.ofEpochSecond(day * 86_400));
        }
        days.addAll(unseen);
        unseen.clear();
        if (days.size() > REMEMBERED) {
            forget();
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
