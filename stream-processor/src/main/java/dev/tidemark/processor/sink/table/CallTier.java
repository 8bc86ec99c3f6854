package dev.tidemark.processor.sink.table;

import dev.tidemark.processor.sink.copy.BinaryCopy;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.sketch.LatencySketch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds calls to the windows of one tier. All sinks lock windows in the same order, so that none waits for another in a circle. Windows
 * are merged one at a time: of thousands of sketches in a batch, only {@value #CHUNK} are in memory together with what is stored.
 */
final class CallTier {
    private static final Logger log = LoggerFactory.getLogger(CallTier.class);
    private static final int CHUNK = 1_000;
    private static final long MICROS = 1_000_000;
    private static final String COLUMNS = "window_start, call_id, " + CallWindow.COLUMNS;
    private static final String STAGE =
            "CREATE TEMP TABLE IF NOT EXISTS call_stage (LIKE call_10s, step smallint) ON COMMIT DELETE ROWS";

    /** Inserts the windows that are new, and locks the others without writing to them. */
    private static final String INSERT_OR_LOCK = """
            INSERT INTO %1$s AS c (%2$s)
            SELECT %2$s FROM call_stage WHERE step = ?
            ORDER BY window_start, call_id
            ON CONFLICT (window_start, call_id) DO UPDATE SET count = c.count WHERE false
            RETURNING extract(epoch FROM window_start)::bigint, call_id
            """;

    /** The subquery keeps PostgreSQL from scanning whole partitions: each row is one look-up in an index. */
    private static final String STORED = """
            SELECT k.ord, %2$s
            FROM (SELECT ord, to_timestamp(seconds) AS start, id
                  FROM unnest(?, ?) WITH ORDINALITY AS a (seconds, id, ord)) AS k
            CROSS JOIN LATERAL (SELECT * FROM %1$s AS c WHERE c.window_start = k.start AND c.call_id = k.id OFFSET 0) AS c
            ORDER BY k.ord
            """;

    private static final String REPLACE = """
            INSERT INTO %1$s (%2$s)
            SELECT %2$s FROM call_stage WHERE step = ?
            ORDER BY window_start, call_id
            ON CONFLICT (window_start, call_id) DO UPDATE SET (%3$s) = ROW (%4$s)
            """;

    private final Tier tier;
    private final String table;

    CallTier(Tier tier) {
        this.tier = tier;
        this.table = "call_" + tier.label();
    }

    /** Calls of an operation. */
    record Row(CallSummary event, int callId) {}

    /** A window of an operation. */
    private record Key(long seconds, int callId) {}

    /** The calls of one window. */
    private record Group(Key key, List<CallSummary> calls) {
        CallWindow sum() {
            CallWindow sum = new CallWindow();
            calls.forEach(sum::add);
            return sum;
        }
    }

    String table() {
        return table;
    }

    long windowStart(CallSummary event) {
        return tier.windowStart(event.timestampMicros());
    }

    /** Creates the table in which windows wait to be written; once for each connection. */
    static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(STAGE);
        }
    }

    /**
     * Adds {@code rows} to their windows.
     *
     * @param unreadable counts the stored windows whose sketch cannot be read, by table
     * @return the number of windows
     */
    long add(Connection connection, List<Row> rows, Map<String, Integer> unreadable) throws SQLException {
        List<Group> groups = groups(rows);
        int step = 2 * tier.ordinal();
        stage(connection, step, groups, Group::sum);
        Set<Key> created = insertOrLock(connection, step);
        List<Group> existing =
                groups.stream().filter(group -> !created.contains(group.key())).toList();
        for (int from = 0; from < existing.size(); from += CHUNK) {
            List<Group> chunk = existing.subList(from, Math.min(from + CHUNK, existing.size()));
            Map<Key, CallWindow> sums = withStored(connection, chunk, unreadable);
            stage(connection, step + 1, chunk, group -> Objects.requireNonNull(sums.get(group.key())));
        }
        if (!existing.isEmpty()) {
            replace(connection, step + 1);
        }
        return groups.size();
    }

    /** In the order in which they are locked. */
    private List<Group> groups(List<Row> rows) {
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(
                Comparator.comparingLong((Row row) -> windowStart(row.event())).thenComparingInt(Row::callId));
        List<Group> groups = new ArrayList<>();
        for (Row row : sorted) {
            Key key = new Key(windowStart(row.event()) / MICROS, row.callId());
            if (groups.isEmpty() || !groups.getLast().key().equals(key)) {
                groups.add(new Group(key, new ArrayList<>(1)));
            }
            groups.getLast().calls().add(row.event());
        }
        return groups;
    }

    private static void stage(Connection connection, int step, List<Group> groups, Function<Group, CallWindow> sums)
            throws SQLException {
        try (BinaryCopy copy = new BinaryCopy(connection, "call_stage", (COLUMNS + ", step").split(", "))) {
            for (Group group : groups) {
                copy.row();
                copy.timestamptz(group.key().seconds() * MICROS);
                copy.int4(group.key().callId());
                sums.apply(group).write(copy);
                copy.int2(step);
            }
            copy.end();
        }
    }

    private Set<Key> insertOrLock(Connection connection, int step) throws SQLException {
        Set<Key> created = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(INSERT_OR_LOCK.formatted(table, COLUMNS))) {
            statement.setInt(1, step);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    created.add(new Key(rows.getLong(1), rows.getInt(2)));
                }
            }
        }
        return created;
    }

    /** The sums of each group and its stored window, which is locked. */
    private Map<Key, CallWindow> withStored(Connection connection, List<Group> groups, Map<String, Integer> unreadable)
            throws SQLException {
        Map<Key, CallWindow> sums = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(STORED.formatted(table, CallWindow.COLUMNS))) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "int8",
                            groups.stream().map(group -> group.key().seconds()).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "int4",
                            groups.stream().map(group -> group.key().callId()).toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Group group = groups.get(rows.getInt(1) - 1);
                    refuseNewer(group, rows.getBytes("sketch"));
                    CallWindow sum = new CallWindow();
                    if (!sum.add(rows, 2) && unreadable.merge(table, 1, Integer::sum) == 1) {
                        log.warn(
                                "{} has a sketch that cannot be read, so its times are lost: expected one that Tidemark wrote."
                                        + " Further ones of this transaction are only counted.",
                                named(group));
                    }
                    group.calls().forEach(sum::add);
                    sums.put(group.key(), sum);
                }
            }
        }
        return sums;
    }

    /** The sink waits for a newer processor: what that wrote must not be lost. So the exception has no SQLSTATE. */
    private void refuseNewer(Group group, byte[] sketch) throws SQLException {
        if (sketch.length > 0 && sketch[0] > LatencySketch.FORM_VERSION) {
            throw new SQLException(named(group) + " has a sketch of version " + sketch[0] + ": expected at most "
                    + LatencySketch.FORM_VERSION + ", or a newer processor");
        }
    }

    private String named(Group group) {
        return table + ", window_start " + Instant.ofEpochSecond(group.key().seconds()) + ", call_id "
                + group.key().callId();
    }

    private void replace(Connection connection, int step) throws SQLException {
        String excluded = "excluded." + CallWindow.COLUMNS.replace(", ", ", excluded.");
        try (PreparedStatement statement =
                connection.prepareStatement(REPLACE.formatted(table, COLUMNS, CallWindow.COLUMNS, excluded))) {
            statement.setInt(1, step);
            statement.executeUpdate();
        }
    }
}
