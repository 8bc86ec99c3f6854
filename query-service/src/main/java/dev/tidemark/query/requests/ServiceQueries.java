package dev.tidemark.query.requests;

import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.Rollup;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.time.Instant;
import java.util.List;

/** Counts the requests of services: added up by the database, without the sketches of the windows. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface ServiceQueries {
    /** Forged counts must not make the sum overflow. */
    String COUNTS = """
            SELECT s.name AS service, sum(seen.count)::bigint AS count
            FROM (SELECT endpoint_id, sum(greatest(0, least(count,\s""" + Rollup.MAX_COUNT + """
            ))) AS count
                  FROM\s""";

    String BETWEEN = """

                  WHERE window_start >= :from AND window_start < :to
                  GROUP BY endpoint_id) AS seen
            JOIN endpoint e ON e.id = seen.endpoint_id
            JOIN service s ON s.id = e.service_id
            GROUP BY s.name
            ORDER BY count DESC
            LIMIT 5000
            """;

    @Query(COUNTS + "rollup_10s" + BETWEEN)
    List<Count> tenSeconds(Instant from, Instant to);

    @Query(COUNTS + "rollup_1m" + BETWEEN)
    List<Count> oneMinute(Instant from, Instant to);

    @Query(COUNTS + "rollup_1h" + BETWEEN)
    List<Count> oneHour(Instant from, Instant to);

    /** The requests of each service in the windows of {@code segment}. */
    default List<Count> counts(Segment segment) {
        return switch (segment.tier()) {
            case TEN_SECONDS -> tenSeconds(segment.from(), segment.to());
            case ONE_MINUTE -> oneMinute(segment.from(), segment.to());
            case ONE_HOUR -> oneHour(segment.from(), segment.to());
        };
    }

    /** The requests of a service. */
    @MappedEntity
    record Count(String service, long count) {}
}
