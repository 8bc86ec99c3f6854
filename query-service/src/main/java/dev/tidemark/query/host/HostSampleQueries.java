package dev.tidemark.query.host;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the newest sample of each series of the hosts and their JVMs. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface HostSampleQueries {
    // Series without samples for two days are skipped: ended processes can leave many of them.
    @Query("""
            SELECT coalesce(m.metadata->>'host', i.name, s.name) AS host, s.name AS service, i.name AS instance,
                   m.metadata->>'mount' AS mount, m.metric_name AS name, newest.ts AS at, newest.value
            FROM metric m
            LEFT JOIN service s ON s.id = m.service_id
            LEFT JOIN instance i ON i.id = m.instance_id
            CROSS JOIN LATERAL (
                SELECT ts, value
                FROM sample
                WHERE metric_id = m.id AND ts >= :from AND ts <= :to
                ORDER BY ts DESC
                LIMIT 1) AS newest
            WHERE m.metric_type = 'system'
              AND m.metric_name IN (:names)
              AND m.last_seen >= (:from::timestamptz AT TIME ZONE 'UTC')::date - 1
            ORDER BY newest.ts DESC
            LIMIT :most
            """)
    List<Sample> newest(List<String> names, Instant from, Instant to, int most);

    /** The newest sample of a series; {@code mount} is only set for gauges of file systems. */
    @MappedEntity
    record Sample(
            String host,
            @Nullable String service,
            @Nullable String instance,
            @Nullable String mount,
            String name,
            Instant at,
            double value) {}
}
