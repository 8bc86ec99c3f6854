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

/** Creates the partitions that rows are about to need, and remembers which exist. Not thread-safe. */
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

    /** The start of the day (UTC) that contains {@code micros}, both in microseconds since the epoch. */
    public static long startOfDay(long micros) {
        return micros - Math.floorMod(micros, DAY_MICROS);
    }

    /**
     * Notes a row that is about to be written.
     *
     * @param micros its time, in microseconds since the epoch
     */
    public void see(long micros) {
        long day = Math.floorDiv(micros, DAY_MICROS);
        // Consecutive rows nearly always share a day.
        if (day != lastDay) {
            lastDay = day;
            if (!days.contains(day)) {
                unseen.add(day);
            }
        }
    }

    /** Creates the missing partitions of all noted rows. */
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
