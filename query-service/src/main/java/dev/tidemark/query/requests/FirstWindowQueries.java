package dev.tidemark.query.requests;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.time.Instant;
import java.util.List;

/** Reads which services had requests, and since when. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface FirstWindowQueries {
    /** The services with a request from {@code from} on and before {@code to}; windows of 1 min are read up to {@code settled}. */
    @Query("""
            SELECT DISTINCT s.name
            FROM (SELECT endpoint_id FROM rollup_1m WHERE window_start >= :from AND window_start < :settled
                  UNION
                  SELECT endpoint_id FROM rollup_10s WHERE window_start >= :settled AND window_start < :to) AS seen
            JOIN endpoint e ON e.id = seen.endpoint_id
            JOIN service s ON s.id = e.service_id
            """)
    List<Service> services(Instant from, Instant settled, Instant to);

    /** The start of a service's first window of 10 s from {@code from} on and before {@code to}: one, or none. */
    @Query("""
            SELECT extract(epoch FROM window_start)::bigint AS seconds
            FROM rollup_10s
            WHERE window_start >= :from AND window_start < :to
              AND EXISTS (SELECT
                          FROM endpoint e
                          JOIN service s ON s.id = e.service_id
                          WHERE e.id = endpoint_id AND s.name = :service)
            ORDER BY window_start
            LIMIT 1
            """)
    List<Start> starts(String service, Instant from, Instant to);

    /** One service. */
    @MappedEntity
    record Service(String name) {}

    /** The start of a window. */
    @MappedEntity
    record Start(long seconds) {}
}
