package dev.tidemark.query.samples;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the stored samples. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface SampleQueries {
    String SERIES = """
            SELECT m.id, m.metric_type AS type, s.name AS service, i.name AS instance, m.metric_name AS name, m.metadata::text AS labels
            FROM metric m
            JOIN service s ON s.id = m.service_id
            LEFT JOIN instance i ON i.id = m.instance_id
            WHERE m.metric_type = :type
              AND m.metric_name IN (:names)
              AND m.last_seen >= (:from::timestamptz AT TIME ZONE 'UTC')::date - 1
            """;

    String STEPS_OF = """
            SELECT m.id AS metric_id, step.at AS at_seconds, step.mean, step.max, step.count
            FROM metric m
            CROSS JOIN LATERAL (
                SELECT extract(epoch FROM date_bin(make_interval(secs => :seconds), ts, :from::timestamptz))::bigint AS at,
                       avg(value) AS mean, max(value) AS max, count(*) AS count
                FROM\s""";

    String STEPS = """
                GROUP BY 1) AS step
            WHERE m.id IN (:ids)
            ORDER BY m.id, step.at
            """;

    /** At most {@code most} series. Ended processes and dropped tables can leave many: those that were seen last come first. */
    @Query(SERIES + """
              AND m.metadata @> :wanted::jsonb
              AND (:service::text IS NULL OR s.name = :service)
              AND (:host::text IS NULL OR coalesce(m.metadata->>'host', i.name, s.name) = :host)
            ORDER BY m.last_seen DESC, m.id DESC
            LIMIT :most
            """)
    List<Series> series(
            String type,
            List<String> names,
            Instant from,
            String wanted,
            @Nullable String service,
            @Nullable String host,
            int most);

    /** The next series behind {@code after}, by id; of all types and names for null. */
    @Query("""
            SELECT m.id, m.metric_type AS type, s.name AS service, i.name AS instance, m.metric_name AS name, m.metadata::text AS labels
            FROM metric m
            JOIN service s ON s.id = m.service_id
            LEFT JOIN instance i ON i.id = m.instance_id
            WHERE m.id > :after
              AND (:kind::text IS NULL OR m.metric_type = :kind)
              AND (:wantedName::text IS NULL OR m.metric_name = :wantedName)
              AND m.last_seen >= (:from::timestamptz AT TIME ZONE 'UTC')::date - 1
              AND m.metadata @> :wanted::jsonb
              AND (:service::text IS NULL OR s.name = :service)
            ORDER BY m.id
            LIMIT :most
            """)
    List<Series> seriesAfter(
            int after,
            @Nullable String kind,
            @Nullable String wantedName,
            Instant from,
            String wanted,
            @Nullable String service,
            int most);

    /** All samples of some series, in steps of {@code seconds}. The caller closes the stream. */
    @Query(STEPS_OF + """
                sample
                WHERE metric_id = m.id AND ts >= :from AND ts < :to
                  AND value > '-Infinity' AND value < 'Infinity'
            """ + STEPS)
    Stream<Step> steps(List<Integer> ids, Instant from, Instant to, long seconds);

    /** The first sample of each {@code every} seconds only. The caller closes the stream. */
    @Query(STEPS_OF + """
                generate_series(:from::timestamptz, :to::timestamptz - interval '1 second', make_interval(secs => :every)) AS slot
                CROSS JOIN LATERAL (
                    SELECT ts, value
                    FROM sample
                    WHERE metric_id = m.id AND ts >= slot AND ts < slot + make_interval(secs => :every)
                      AND value > '-Infinity' AND value < 'Infinity'
                    ORDER BY ts
                    LIMIT 1) AS first
            """ + STEPS)
    Stream<Step> thinnedSteps(List<Integer> ids, Instant from, Instant to, long seconds, long every);

    /** The newest sample of each series. Series without samples for two days are skipped: ended processes can leave many of them. */
    @Query("WITH series AS (" + SERIES + """
            )
            SELECT series.service, series.instance, series.name, series.labels, newest.ts AS at, newest.value
            FROM series
            CROSS JOIN LATERAL (
                SELECT ts, value
                FROM sample
                WHERE metric_id = series.id AND ts >= :from AND ts <= :to
                ORDER BY ts DESC
                LIMIT 1) AS newest
            ORDER BY newest.ts DESC
            LIMIT :most
            """)
    List<Newest> newest(String type, List<String> names, Instant from, Instant to, int most);

    /** The same of all names of a type. */
    @Query("""
            SELECT s.name AS service, i.name AS instance, m.metric_name AS name, m.metadata::text AS labels, newest.ts AS at, newest.value
            FROM metric m
            JOIN service s ON s.id = m.service_id
            LEFT JOIN instance i ON i.id = m.instance_id
            CROSS JOIN LATERAL (
                SELECT ts, value
                FROM sample
                WHERE metric_id = m.id AND ts >= :from AND ts <= :to
                ORDER BY ts DESC
                LIMIT 1) AS newest
            WHERE m.metric_type = :type
              AND m.last_seen >= (:from::timestamptz AT TIME ZONE 'UTC')::date - 1
            ORDER BY newest.ts DESC
            LIMIT :most
            """)
    List<Newest> newestOfType(String type, Instant from, Instant to, int most);

    /** A series; {@code labels} is a JSON object. */
    @MappedEntity
    record Series(
            int id, String type, String service, @Nullable String instance, String name, String labels) {}

    /** The samples of a series in a step. */
    @MappedEntity
    record Step(int metricId, long atSeconds, double mean, double max, long count) {}

    /** The newest sample of a series. */
    @MappedEntity
    record Newest(String service, @Nullable String instance, String name, String labels, Instant at, double value) {}
}
