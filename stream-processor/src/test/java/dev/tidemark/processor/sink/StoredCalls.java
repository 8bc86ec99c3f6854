package dev.tidemark.processor.sink;

import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.sketch.LatencySketch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The windows of calls, as stored, and as they must be after certain summaries. */
public final class StoredCalls {
    /** Outer joins: a window without an operation, or of another service's endpoint, is still a window. */
    private static final String WINDOWS = """
            SELECT extract(epoch FROM w.window_start)::bigint * 1000000, coalesce(s.name, ''), e.method, e.route,
                   coalesce(c.kind, ''), coalesce(c.target, ''), coalesce(c.operation, ''),
                   w.count, w.errors, w.sum_us, w.max_us, w.rows, w.hits, w.misses, w.sketch
            FROM call_%s w
            LEFT JOIN call c ON c.id = w.call_id
            LEFT JOIN service s ON s.id = c.service_id
            LEFT JOIN endpoint e ON e.id = c.endpoint_id AND e.service_id = c.service_id
            """;

    private StoredCalls() {}

    /** A window of an operation. */
    public record Key(
            Tier tier,
            long windowStartMicros,
            String service,
            @Nullable String method,
            @Nullable String route,
            String kind,
            String target,
            String operation) {
        @Override
        public String toString() {
            return tier.label() + " " + Timestamps.format(windowStartMicros) + " " + service + " " + method + " "
                    + route + " " + kind + " " + target + " " + operation;
        }
    }

    /** @param sketch its bytes in hexadecimal digits */
    public record Sums(
            long count,
            long errors,
            long sumMicros,
            long maxMicros,
            @Nullable Long rows,
            @Nullable Long hits,
            @Nullable Long misses,
            String sketch) {

        public Sums plus(Sums other) {
            LatencySketch both = LatencySketch.fromBytes(HexFormat.of().parseHex(sketch));
            both.mergeBytes(HexFormat.of().parseHex(other.sketch));
            return new Sums(
                    count + other.count,
                    errors + other.errors,
                    sumMicros + other.sumMicros,
                    Math.max(maxMicros, other.maxMicros),
                    sum(rows, other.rows),
                    sum(hits, other.hits),
                    sum(misses, other.misses),
                    hex(both.toBytes()));
        }

        private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
            return a == null ? b : b == null ? a : Long.valueOf(a + b);
        }
    }

    /** What the windows of all tiers must be, independently of the sink's code. */
    public static Map<Key, Sums> of(Collection<CallSummary> events) {
        Map<Key, Sums> windows = new HashMap<>();
        for (CallSummary event : events) {
            Sums sums = new Sums(
                    event.count(),
                    event.errors(),
                    event.sumMicros(),
                    event.maxMicros(),
                    event.rows(),
                    event.hits(),
                    event.misses(),
                    hex(event.sketch().toBytes()));
            for (Tier tier : Tier.values()) {
                long start = event.timestampMicros() - event.timestampMicros() % tier.sizeMicros();
                Key key = new Key(
                        tier,
                        start,
                        event.service(),
                        event.method(),
                        event.route(),
                        event.kind().wireName(),
                        event.target(),
                        event.operation());
                windows.merge(key, sums, Sums::plus);
            }
        }
        return windows;
    }

    public static Map<Key, Sums> in(Database database) {
        Map<Key, Sums> windows = new HashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (Tier tier : Tier.values()) {
                try (ResultSet rows = statement.executeQuery(WINDOWS.formatted(tier.label()))) {
                    while (rows.next()) {
                        windows.put(key(tier, rows), sums(rows));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return windows;
    }

    /** The windows in which {@code database} differs from what it must have after {@code events}; no more than ten of them. */
    public static List<String> differences(Database database, Collection<CallSummary> events) {
        Map<Key, Sums> right = of(events);
        Map<Key, Sums> found = in(database);
        return Stream.concat(right.keySet().stream(), found.keySet().stream())
                .distinct()
                .filter(key -> !Objects.equals(right.get(key), found.get(key)))
                .map(key -> key + ": " + found.get(key) + " instead of " + right.get(key))
                .limit(10)
                .toList();
    }

    private static Key key(Tier tier, ResultSet row) throws SQLException {
        return new Key(
                tier,
                row.getLong(1),
                Objects.requireNonNull(row.getString(2)),
                row.getString(3),
                row.getString(4),
                Objects.requireNonNull(row.getString(5)),
                Objects.requireNonNull(row.getString(6)),
                Objects.requireNonNull(row.getString(7)));
    }

    private static Sums sums(ResultSet row) throws SQLException {
        return new Sums(
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getObject(12, Long.class),
                row.getObject(13, Long.class),
                row.getObject(14, Long.class),
                hex(Objects.requireNonNull(row.getBytes(15))));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
