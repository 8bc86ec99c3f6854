package dev.tidemark.query.redis;

import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the filter counted of the calls of Redis. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface RedisCallQueries {
    String SUMS = """
            SELECT call_id, sum(count)::float8 AS count, sum(errors)::float8 AS errors, sum(sum_us)::float8 AS sum_micros,
                   coalesce(sum(hits), 0)::float8 AS hits, coalesce(sum(misses), 0)::float8 AS misses
            FROM\s""";

    /** Contradictory windows are left out. */
    String BETWEEN = """

            WHERE window_start >= :from AND window_start < :to AND call_id = ANY(:ids)
              AND count > 0 AND errors BETWEEN 0 AND count AND sum_us >= 0
              AND (hits IS NULL OR hits >= 0) AND (misses IS NULL OR misses >= 0)
            GROUP BY call_id
            """;

    /** At most {@code most} operations; those that were seen last come first. */
    @Query("""
            SELECT c.id, s.name AS service, e.method, e.route, c.target, c.operation
            FROM call c
            JOIN service s ON s.id = c.service_id
            LEFT JOIN endpoint e ON e.id = c.endpoint_id
            WHERE c.kind = 'redis'
              AND (:service::text IS NULL OR s.name = :service)
              AND c.last_seen >= (:from::timestamptz AT TIME ZONE 'UTC')::date - 1
            ORDER BY c.last_seen DESC, c.id DESC
            LIMIT :most
            """)
    List<Operation> operations(@Nullable String service, Instant from, int most);

    @Query(SUMS + "call_10s" + BETWEEN)
    List<Sum> ofTenSeconds(Instant from, Instant to, @TypeDef(type = DataType.INTEGER_ARRAY) int[] ids);

    @Query(SUMS + "call_1m" + BETWEEN)
    List<Sum> ofOneMinute(Instant from, Instant to, @TypeDef(type = DataType.INTEGER_ARRAY) int[] ids);

    @Query(SUMS + "call_1h" + BETWEEN)
    List<Sum> ofOneHour(Instant from, Instant to, @TypeDef(type = DataType.INTEGER_ARRAY) int[] ids);

    /** What these operations did in {@code segment}. */
    default List<Sum> sums(Segment segment, int[] ids) {
        return switch (segment.tier()) {
            case TEN_SECONDS -> ofTenSeconds(segment.from(), segment.to(), ids);
            case ONE_MINUTE -> ofOneMinute(segment.from(), segment.to(), ids);
            case ONE_HOUR -> ofOneHour(segment.from(), segment.to(), ids);
        };
    }

    /** A command with the pattern of its keys; without {@code method} and {@code route} if it is called outside of requests. */
    @MappedEntity
    record Operation(
            int id,
            String service,
            @Nullable String method,
            @Nullable String route,
            String target,
            String operation) {}

    /** An operation in a segment. Counts are exact up to 2<sup>53</sup>. */
    @MappedEntity
    record Sum(int callId, double count, double errors, double sumMicros, double hits, double misses) {}
}
