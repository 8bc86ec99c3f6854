package dev.tidemark.query.requests;

import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads windows of requests. They come in no order, and in portions: a span may hold more than fits in memory at once. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface RollupQueries {
    String WINDOWS_OF = """
            SELECT extract(epoch FROM window_start)::bigint AS window_start_seconds, endpoint_id, count, errors,
                   status_5xx AS server_errors, sum_us AS sum_micros, min_us AS min_micros, max_us AS max_micros, sketch
            FROM\s""";
    String BETWEEN = """

            WHERE window_start >= :from AND window_start < :to
              AND (:service::text IS NULL AND :route::text IS NULL
                   OR endpoint_id IN (SELECT e.id
                                      FROM endpoint e
                                      JOIN service s ON s.id = e.service_id
                                      WHERE (:service::text IS NULL OR s.name = :service)
                                        AND (:route::text IS NULL OR e.route = :route)))
            """;

    @Query(WINDOWS_OF + "rollup_10s" + BETWEEN)
    Stream<Window> tenSeconds(Instant from, Instant to, @Nullable String service, @Nullable String route);

    @Query(WINDOWS_OF + "rollup_1m" + BETWEEN)
    Stream<Window> oneMinute(Instant from, Instant to, @Nullable String service, @Nullable String route);

    @Query(WINDOWS_OF + "rollup_1h" + BETWEEN)
    Stream<Window> oneHour(Instant from, Instant to, @Nullable String service, @Nullable String route);

    /** The windows of {@code segment} whose endpoints pass {@code filter}. The caller closes the stream. */
    default Stream<Window> windows(Segment segment, EndpointFilter filter) {
        Instant from = segment.from();
        Instant to = segment.to();
        return switch (segment.tier()) {
            case TEN_SECONDS -> tenSeconds(from, to, filter.service(), filter.route());
            case ONE_MINUTE -> oneMinute(from, to, filter.service(), filter.route());
            case ONE_HOUR -> oneHour(from, to, filter.service(), filter.route());
        };
    }

    /** One endpoint in one window. */
    @MappedEntity
    record Window(
            long windowStartSeconds,
            int endpointId,
            long count,
            long errors,
            long serverErrors,
            long sumMicros,
            long minMicros,
            long maxMicros,
            byte[] sketch) {}
}
