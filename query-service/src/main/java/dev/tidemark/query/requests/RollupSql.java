package dev.tidemark.query.requests;

import dev.tidemark.query.range.Tiles;
import dev.tidemark.query.range.Tiles.Tile;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.wire.event.Tier;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads windows of requests. */
final class RollupSql {
    /** Rows fetched at a time: a span may hold more than should be in memory at once. */
    private static final int FETCH = 2_000;

    private static final String WINDOWS = """
            SELECT extract(epoch FROM window_start)::bigint, endpoint_id, count, errors, status_5xx, sum_us, max_us, sketch
            FROM rollup_%s
            WHERE window_start >= ? AND window_start < ?
              AND (?::integer[] IS NULL OR endpoint_id = ANY (?::integer[]))
            """;

    private static final String QUERY_CANCELED = "57014";

    private RollupSql() {}

    /** One endpoint in one window. */
    record Row(
            long windowStartSeconds,
            int endpointId,
            long count,
            long errors,
            long serverErrors,
            long sumMicros,
            long maxMicros,
            byte[] sketch) {}

    /** Hands over the windows that cover {@code range}, as few as possible, in no order. */
    static void readTiles(
            Connection connection, TimeRange range, @Nullable Set<Integer> endpoints, Consumer<Row> consumer)
            throws SQLException {
        for (Tile tile : Tiles.of(range)) {
            read(connection, tile, endpoints, consumer);
        }
    }

    /** Hands over the windows of one tier, in no order. */
    static void read(Connection connection, Tile tile, @Nullable Set<Integer> endpoints, Consumer<Row> consumer)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql(tile.tier()))) {
            statement.setFetchSize(FETCH);
            setInstant(statement, 1, tile.from());
            setInstant(statement, 2, tile.to());
            Array ids = endpoints == null ? null : connection.createArrayOf("integer", endpoints.toArray());
            statement.setArray(3, ids);
            statement.setArray(4, ids);
            // The server bounds the time of each portion of rows; together they have as much as one answer may take.
            long begin = System.nanoTime();
            long patience = TimeUnit.MILLISECONDS.toNanos(connection.getNetworkTimeout());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (System.nanoTime() - begin > patience) {
                        throw new SQLTimeoutException("the rows took too long", QUERY_CANCELED);
                    }
                    consumer.accept(new Row(
                            rows.getLong(1),
                            rows.getInt(2),
                            rows.getLong(3),
                            rows.getLong(4),
                            rows.getLong(5),
                            rows.getLong(6),
                            rows.getLong(7),
                            rows.getBytes(8)));
                }
            }
        }
    }

    private static String sql(Tier tier) {
        return WINDOWS.formatted(tier.label());
    }

    private static void setInstant(PreparedStatement statement, int index, Instant instant) throws SQLException {
        statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
    }
}
