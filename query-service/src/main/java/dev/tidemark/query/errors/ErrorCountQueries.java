package dev.tidemark.query.errors;

import dev.tidemark.query.endpoint.ChosenEndpoints;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts errors by type in windows. */
@Singleton
final class ErrorCountQueries {
    private static final String WINDOWS_OF_A_SEGMENT = """
            SELECT window_start, '%1$s' AS tier, endpoint_id, errors, errors_by_type
            FROM rollup_%1$s
            WHERE window_start >= ? AND window_start < ? AND (? OR endpoint_id = ANY(?)) AND (errors > 0 OR errors_by_type <> '{}')""";
    private static final String TYPED =
            "(SELECT coalesce(sum(value::numeric), 0) FROM jsonb_each_text(%s.errors_by_type))";
    /** Floating-point numbers do not overflow, whatever is stored. */
    private static final String COUNTS = """
            WITH windows AS (
            %s
            ), counts AS (
                SELECT w.endpoint_id, t.key AS type, t.value::numeric AS count, w.window_start, w.tier
                FROM windows w
                CROSS JOIN LATERAL jsonb_each_text(w.errors_by_type) t
                UNION ALL
                SELECT w.endpoint_id, NULL, w.errors - %s, w.window_start, w.tier
                FROM windows w
            ), sums AS (
                SELECT endpoint_id, type, least(sum(count), 1::bigint << 62)::bigint AS count,
                       min(window_start) AS first, (array_agg(tier ORDER BY window_start))[1] AS first_tier,
                       max(window_start) AS last, (array_agg(tier ORDER BY window_start DESC))[1] AS last_tier
                FROM counts
                WHERE count > 0
                GROUP BY endpoint_id, type
            )
            SELECT c.endpoint_id, s.name, e.method, e.route, c.type, c.count, c.first, c.first_tier, c.last, c.last_tier,
                   count(*) OVER () AS total, least(sum(c.count) OVER (), 1::bigint << 62)::bigint AS total_count
            FROM sums c
            JOIN endpoint e ON e.id = c.endpoint_id
            JOIN service s ON s.id = e.service_id
            ORDER BY c.count DESC, c.last DESC, s.name, e.route, e.method, c.type
            LIMIT ?
            """;

    private static final String NARROWER = """
            SELECT x.n, min(w.window_start), max(w.window_start)
            FROM unnest(?::int[], ?::text[], ?::timestamptz[], ?::timestamptz[]) WITH ORDINALITY
                AS x (endpoint_id, type, starts, ends, n)
            JOIN rollup_%s w ON w.window_start >= x.starts AND w.window_start < x.ends AND w.endpoint_id = x.endpoint_id
                AND CASE WHEN x.type IS NULL THEN w.errors > %s ELSE jsonb_exists(w.errors_by_type, x.type) END
            GROUP BY x.n
            """;

    private final JdbcOperations operations;

    ErrorCountQueries(@Named(Databases.STORE) JdbcOperations operations) {
        this.operations = operations;
    }

    /**
     * The most frequent errors.
     *
     * @param total how many there are without the limit
     * @param count the errors of all of them
     */
    record Counts(List<ErrorCount> rows, long total, long count) {}

    /** The {@code most} most frequent errors in {@code segments}. */
    Counts counts(List<Segment> segments, ChosenEndpoints chosen, int most) {
        return operations.execute(connection -> counts(connection, segments, chosen, most));
    }

    private static Counts counts(Connection connection, List<Segment> segments, ChosenEndpoints chosen, int most)
            throws SQLException {
        String windows = segments.stream()
                .map(segment -> WINDOWS_OF_A_SEGMENT.formatted(segment.tier().label()))
                .collect(Collectors.joining("\nUNION ALL\n"));
        try (PreparedStatement select = connection.prepareStatement(COUNTS.formatted(windows, TYPED.formatted("w")))) {
            Object[] ids = new Object[chosen.ids().length];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = chosen.ids()[i];
            }
            Array array = connection.createArrayOf("int4", ids);
            int i = 1;
            for (Segment segment : segments) {
                select.setObject(i++, segment.from().atOffset(ZoneOffset.UTC));
                select.setObject(i++, segment.to().atOffset(ZoneOffset.UTC));
                select.setBoolean(i++, chosen.all());
                select.setArray(i++, array);
            }
            select.setInt(i, most);
            List<ErrorCount> rows = new ArrayList<>();
            long total = 0;
            long count = 0;
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(new ErrorCount(
                            row.getInt(1),
                            new Series(row.getString(2), row.getString(3), row.getString(4)),
                            row.getString(5),
                            row.getLong(6),
                            window(tier(row.getString(8)), instant(row, 7)),
                            window(tier(row.getString(10)), instant(row, 9))));
                    total = row.getLong(11);
                    count = row.getLong(12);
                }
            }
            return new Counts(rows, total, count);
        }
    }

    /**
     * Looks for the first and last windows of {@code tier} with these errors: within those of the next wider tier that are known. Older
     * ones may not be stored any more.
     */
    List<ErrorCount> narrower(List<ErrorCount> counts, Tier tier) {
        Map<Integer, Segment> firsts = narrower(counts, tier, ErrorCount::first, 2);
        Map<Integer, Segment> lasts = narrower(counts, tier, ErrorCount::last, 3);
        List<ErrorCount> narrower = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            ErrorCount count = counts.get(i);
            narrower.add(count.between(firsts.getOrDefault(i, count.first()), lasts.getOrDefault(i, count.last())));
        }
        return narrower;
    }

    private Map<Integer, Segment> narrower(
            List<ErrorCount> counts, Tier tier, Function<ErrorCount, Segment> window, int column) {
        return operations.execute(connection -> {
            Map<Integer, Segment> found = new HashMap<>();
            List<Integer> wide = new ArrayList<>();
            for (int i = 0; i < counts.size(); i++) {
                if (window.apply(counts.get(i)).tier().size().compareTo(tier.size()) > 0) {
                    wide.add(i);
                }
            }
            if (wide.isEmpty()) {
                return found;
            }
            try (PreparedStatement select =
                    connection.prepareStatement(NARROWER.formatted(tier.label(), TYPED.formatted("w")))) {
                select.setArray(
                        1, array(connection, "int4", wide, i -> counts.get(i).endpointId()));
                select.setArray(
                        2, array(connection, "text", wide, i -> counts.get(i).type()));
                select.setArray(
                        3,
                        array(
                                connection,
                                "timestamptz",
                                wide,
                                i -> window.apply(counts.get(i)).from().atOffset(ZoneOffset.UTC)));
                select.setArray(
                        4,
                        array(
                                connection,
                                "timestamptz",
                                wide,
                                i -> window.apply(counts.get(i)).to().atOffset(ZoneOffset.UTC)));
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.put(wide.get(row.getInt(1) - 1), window(tier, instant(row, column)));
                    }
                }
            }
            return found;
        });
    }

    static <T> Array array(Connection connection, String type, List<T> rows, Function<T, @Nullable Object> value)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(value).toArray());
    }

    private static Segment window(Tier tier, Instant start) {
        return new Segment(tier, start, start.plus(tier.size()));
    }

    private static Tier tier(String label) {
        for (Tier tier : Tier.values()) {
            if (tier.label().equals(label)) {
                return tier;
            }
        }
        throw new IllegalArgumentException("tier \"" + label + "\": expected that of a query");
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
