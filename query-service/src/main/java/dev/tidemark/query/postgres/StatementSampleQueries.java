package dev.tidemark.query.postgres;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up the samples that the collector published about statements. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface StatementSampleQueries {
    String SERIES = """
            WITH series AS (
                SELECT m.id, m.metric_name AS name, m.metadata
                FROM metric m
                JOIN instance i ON i.id = m.instance_id
                WHERE m.metric_type = 'postgres' AND i.name = :instance AND m.metric_name IN (:names)
                  AND m.last_seen >= (:from::timestamptz AT TIME ZONE 'UTC')::date
                ORDER BY m.last_seen DESC, m.id DESC
                LIMIT :most),
            readings AS MATERIALIZED (
                SELECT reading.ts
                FROM generate_series(:from::timestamptz, :to::timestamptz - interval '1 second', make_interval(secs => :every)) AS slot
                CROSS JOIN LATERAL (
                    SELECT s.ts
                    FROM metric m
                    JOIN instance i ON i.id = m.instance_id
                    JOIN sample s ON s.metric_id = m.id
                    WHERE m.metric_type = 'postgres' AND i.name = :instance AND m.metric_name = 'statements_per_second'
                      AND s.ts >= slot AND s.ts < slot + make_interval(secs => :every)
                    ORDER BY s.ts
                    LIMIT 1) AS reading)
            """;

    /**
     * What each statement did, added up from the first reading of each {@code every} seconds. The series of one reading have samples at the
     * same time; a statement that has none in it did not run, or was not among those with a series.
     */
    @Query(SERIES + """
            SELECT calls.metadata->>'queryid' AS queryid, sum(c.value) * :every AS calls, sum(c.value * m.value) * :every AS millis,
                   sum(r.value) * :every AS rows, min(c.ts) AS first, max(c.ts) AS last
            FROM series calls
            JOIN series means ON means.metadata = calls.metadata AND means.name = 'statement_mean_ms'
            JOIN series returned ON returned.metadata = calls.metadata AND returned.name = 'statement_rows_per_second'
            CROSS JOIN readings
            JOIN sample c ON c.metric_id = calls.id AND c.ts = readings.ts
            JOIN sample m ON m.metric_id = means.id AND m.ts = readings.ts
            JOIN sample r ON r.metric_id = returned.id AND r.ts = readings.ts
            WHERE calls.name = 'statement_calls_per_second'
            GROUP BY 1
            """)
    List<Sum> sums(String instance, List<String> names, Instant from, Instant to, int most, long every);

    /**
     * One statement over a span.
     *
     * @param queryid {@code (other)} for those that had no series of their own
     */
    @MappedEntity
    record Sum(@Nullable String queryid, double calls, double millis, double rows, Instant first, Instant last) {}
}
