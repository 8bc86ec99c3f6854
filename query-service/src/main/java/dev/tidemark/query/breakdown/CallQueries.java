package dev.tidemark.query.breakdown;

import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.Rollup;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import jakarta.inject.Named;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads windows of calls. PostgreSQL adds up and sorts; only of the calls that are shown, the sketches are read: a month of the others
 * would be more than fits in memory.
 */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
abstract class CallQueries implements GenericRepository<CallQueries.Sketch, Integer> {
    private static final String OF_A_SEGMENT = """
            SELECT call_id, count, errors, sum_us, max_us, rows, hits, misses
            FROM call_%s
            WHERE window_start >= ? AND window_start < ?""";

    /** Also those that a service makes outside of requests, if only the service is chosen. */
    private static final String CHOSEN = """
            SELECT c.id
            FROM call c
            JOIN service s ON s.id = c.service_id
            LEFT JOIN endpoint e ON e.id = c.endpoint_id
            WHERE (?::text IS NULL OR s.name = ?)
              AND (?::text IS NULL OR e.method = ?)
              AND (?::text IS NULL OR e.route = ?)""";

    private static final String AMONG_CHOSEN = "\n  AND call_id IN (" + CHOSEN + ")";

    /** PostgreSQL looks a few ids up in the index of each window, instead of reading all calls of the span. */
    private static final String OF_IDS = "\n  AND call_id = ANY (?)";

    private static final int FEW_IDS = 1_000;

    /** Contradictory windows are left out. */
    static final String CONSISTENT = "count BETWEEN 1 AND " + Rollup.MAX_COUNT + """
             AND errors BETWEEN 0 AND count AND max_us BETWEEN 0 AND sum_us
              AND (rows IS NULL OR rows >= 0) AND (hits IS NULL OR hits >= 0) AND (misses IS NULL OR misses >= 0)
            """;

    /** The same operation of several endpoints is one row. */
    private static final String LARGEST = """
            WITH windows AS (
            %s
            ), sums AS (
                SELECT call_id, count(*) AS windows, sum(count) AS count, sum(errors) AS errors, sum(sum_us) AS sum_us, max(max_us) AS max_us,
                       sum(rows) AS rows, sum(count) FILTER (WHERE rows IS NOT NULL) AS rows_count,
                       sum(hits) AS hits, sum(misses) AS misses
                FROM windows
                WHERE %s
                GROUP BY call_id
            ), operations AS (
                SELECT c.endpoint_id IS NULL AS background, c.service_id, c.kind, c.target, c.operation, array_agg(c.id) AS ids,
                       sum(windows) AS windows, sum(count) AS count, sum(errors) AS errors, sum(sum_us) AS sum_us, max(max_us) AS max_us,
                       sum(rows) AS rows, sum(rows_count) AS rows_count, sum(hits) AS hits, sum(misses) AS misses
                FROM sums
                JOIN call c ON c.id = sums.call_id
                GROUP BY 1, 2, 3, 4, 5
            ), ranked AS (
                SELECT *, count(*) OVER (PARTITION BY background) AS total,
                       row_number() OVER (PARTITION BY background ORDER BY sum_us DESC, kind, target, operation, service_id) AS rank
                FROM operations
            )
            SELECT r.background, s.name, r.kind, r.target, r.operation, r.ids, r.count, r.errors, r.sum_us, r.max_us, r.rows,
                   r.rows_count, r.hits, r.misses, r.total, r.windows
            FROM ranked r
            JOIN service s ON s.id = r.service_id
            WHERE r.rank <= ?
            ORDER BY r.background, r.rank
            """;

    private static final String SKETCHES_OF = "SELECT call_id, sketch FROM ";
    private static final String BETWEEN = """

            WHERE window_start >= :from AND window_start < :to AND call_id = ANY(:ids) AND
            """ + CONSISTENT;

    private final JdbcOperations operations;

    CallQueries(@Named(Databases.STORE) JdbcOperations operations) {
        this.operations = operations;
    }

    @Query(SKETCHES_OF + "call_10s" + BETWEEN)
    abstract Stream<Sketch> ofTenSeconds(Instant from, Instant to, @TypeDef(type = DataType.INTEGER_ARRAY) int[] ids);

    @Query(SKETCHES_OF + "call_1m" + BETWEEN)
    abstract Stream<Sketch> ofOneMinute(Instant from, Instant to, @TypeDef(type = DataType.INTEGER_ARRAY) int[] ids);

    @Query(SKETCHES_OF + "call_1h" + BETWEEN)
    abstract Stream<Sketch> ofOneHour(Instant from, Instant to, @TypeDef(type = DataType.INTEGER_ARRAY) int[] ids);

    /** The sketches of these calls in {@code segment}. The caller closes the stream. */
    Stream<Sketch> sketches(Segment segment, int[] ids) {
        return switch (segment.tier()) {
            case TEN_SECONDS -> ofTenSeconds(segment.from(), segment.to(), ids);
            case ONE_MINUTE -> ofOneMinute(segment.from(), segment.to(), ids);
            case ONE_HOUR -> ofOneHour(segment.from(), segment.to(), ids);
        };
    }

    /**
     * The calls that took most time, and apart from them those of background work; {@code most} of each.
     */
    List<Sum> largest(List<Segment> segments, EndpointChoice choice, int most) {
        return operations.execute(connection -> largest(connection, segments, choice, most));
    }

    // Not a @Query, because the number of segments differs.
    private static List<Sum> largest(Connection connection, List<Segment> segments, EndpointChoice choice, int most)
            throws SQLException {
        List<Integer> ids = choice.isAll() ? List.of() : chosen(connection, choice);
        boolean areFew = !choice.isAll() && ids.size() <= FEW_IDS;
        String condition = choice.isAll() ? "" : areFew ? OF_IDS : AMONG_CHOSEN;
        String windows = segments.stream()
                .map(segment -> OF_A_SEGMENT.formatted(segment.tier().label()) + condition)
                .collect(Collectors.joining("\nUNION ALL\n"));
        try (PreparedStatement select = connection.prepareStatement(LARGEST.formatted(windows, CONSISTENT))) {
            int i = 1;
            for (Segment segment : segments) {
                select.setObject(i++, segment.from().atOffset(ZoneOffset.UTC));
                select.setObject(i++, segment.to().atOffset(ZoneOffset.UTC));
                if (areFew) {
                    select.setArray(i++, connection.createArrayOf("int4", ids.toArray()));
                } else if (!choice.isAll()) {
                    i = setNames(select, i, choice);
                }
            }
            select.setInt(i, most);
            List<Sum> sums = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    sums.add(sum(rows));
                }
            }
            return sums;
        }
    }

    /** The ids of the chosen calls; of many, one more than a few. */
    private static List<Integer> chosen(Connection connection, EndpointChoice choice) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CHOSEN + "\nLIMIT ?")) {
            select.setInt(setNames(select, 1, choice), FEW_IDS + 1);
            List<Integer> ids = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getInt(1));
                }
            }
            return ids;
        }
    }

    /** Sets the names in {@link #CHOSEN} from {@code first} on; returns the index after them. */
    private static int setNames(PreparedStatement select, int first, EndpointChoice choice) throws SQLException {
        int i = first;
        for (String name : choice.names()) {
            select.setString(i++, name);
            select.setString(i++, name);
        }
        return i;
    }

    private static Sum sum(ResultSet row) throws SQLException {
        return new Sum(
                row.getBoolean(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                Arrays.stream((Integer[]) row.getArray(6).getArray())
                        .mapToInt(Integer::intValue)
                        .toArray(),
                row.getDouble(7),
                row.getDouble(8),
                row.getDouble(9),
                row.getDouble(10),
                known(row, 11),
                known(row, 12),
                known(row, 13),
                known(row, 14),
                row.getLong(15),
                row.getLong(16));
    }

    private static @Nullable Double known(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    /** The times of one call in one window. */
    @MappedEntity
    record Sketch(int callId, byte[] sketch) {}

    /**
     * One operation over a span. Counts are exact up to 2<sup>53</sup>.
     *
     * @param ids the calls of the endpoints that it is part of
     * @param rowsCount the calls whose rows are known
     * @param windows the number of windows that it is added up of
     * @param total the number of all operations of its kind, in or outside of requests
     */
    record Sum(
            boolean background,
            String service,
            String kind,
            String target,
            String operation,
            int[] ids,
            double count,
            double errors,
            double sumMicros,
            double maxMicros,
            @Nullable Double rows,
            @Nullable Double rowsCount,
            @Nullable Double hits,
            @Nullable Double misses,
            long total,
            long windows) {}
}
