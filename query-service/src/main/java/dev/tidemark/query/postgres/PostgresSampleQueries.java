package dev.tidemark.query.postgres;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the samples that the collector published about the monitored PostgreSQL. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface PostgresSampleQueries {
    String SERIES = """
            WITH series AS (
                SELECT m.id, m.metric_name AS name, m.metadata
                FROM metric m
                JOIN instance i ON i.id = m.instance_id
                WHERE m.metric_type = 'postgres' AND i.name = :instance AND m.metric_name IN (:names)
                  AND m.last_seen >= (:from::timestamptz AT TIME ZONE 'UTC')::date
                  AND m.metadata @> :labels::jsonb
                ORDER BY m.last_seen DESC, m.id DESC
                LIMIT :most)
            """;

    String STEPS_OF = SERIES + """
            SELECT series.name, series.metadata::text AS labels, step.at, step.mean, step.max,
                   (SELECT count(*) FROM series) AS total
            FROM series
            CROSS JOIN LATERAL (
                SELECT date_bin(make_interval(secs => :seconds), ts, :from::timestamptz) AS at, avg(value) AS mean,
                       max(value) AS max
                FROM\s""";

    String STEPS = """
                GROUP BY 1) AS step
            ORDER BY series.id, step.at
            """;

    /** All samples of at most {@code most} series, in steps of {@code seconds}. */
    @Query(STEPS_OF + """
                sample
                WHERE metric_id = series.id AND ts >= :from AND ts < :to
                  AND value > '-Infinity' AND value < 'Infinity'
            """ + STEPS)
    List<Step> history(
            String instance, List<String> names, String labels, Instant from, Instant to, int most, long seconds);

    /** The first sample of each {@code every} seconds only, so that as much is read of a week as of an hour. */
    @Query(STEPS_OF + """
                generate_series(:from::timestamptz, :to::timestamptz - interval '1 second', make_interval(secs => :every)) AS slot
                CROSS JOIN LATERAL (
                    SELECT ts, value
                    FROM sample
                    WHERE metric_id = series.id AND ts >= slot AND ts < slot + make_interval(secs => :every)
                      AND value > '-Infinity' AND value < 'Infinity'
                    ORDER BY ts
                    LIMIT 1) AS first
            """ + STEPS)
    List<Step> thinnedHistory(
            String instance,
            List<String> names,
            String labels,
            Instant from,
            Instant to,
            int most,
            long seconds,
            long every);

    /**
     * What each statement did, added up from the first sample of each {@code every} seconds. The three series of a statement have samples
     * at the same times.
     */
    @Query(SERIES + """
            SELECT calls.metadata->>'queryid' AS queryid, sum(c.value) * :every AS calls, sum(c.value * m.value) * :every AS millis,
                   sum(r.value) * :every AS rows, min(c.ts) AS first, max(c.ts) AS last
            FROM series calls
            JOIN series means ON means.metadata = calls.metadata AND means.name = 'statement_mean_ms'
            JOIN series returned ON returned.metadata = calls.metadata AND returned.name = 'statement_rows_per_second'
            CROSS JOIN generate_series(:from::timestamptz, :to::timestamptz - interval '1 second', make_interval(secs => :every)) AS slot
            CROSS JOIN LATERAL (
                SELECT ts, value
                FROM sample
                WHERE metric_id = calls.id AND ts >= slot AND ts < slot + make_interval(secs => :every)
                ORDER BY ts
                LIMIT 1) AS c
            JOIN sample m ON m.metric_id = means.id AND m.ts = c.ts
            JOIN sample r ON r.metric_id = returned.id AND r.ts = c.ts
            WHERE calls.name = 'statement_calls_per_second'
            GROUP BY 1
            """)
    List<StatementSum> statements(
            String instance, List<String> names, String labels, Instant from, Instant to, int most, long every);

    /**
     * The samples of a series in a step.
     *
     * @param labels a JSON object
     * @param total how many series there are
     */
    @MappedEntity
    record Step(String name, String labels, Instant at, double mean, double max, long total) {}

    /**
     * One statement over a span.
     *
     * @param queryid {@code (other)} for those that had no series of their own
     */
    @MappedEntity
    record StatementSum(
            @Nullable String queryid, double calls, double millis, double rows, Instant first, Instant last) {}
}
