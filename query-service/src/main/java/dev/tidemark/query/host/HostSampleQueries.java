package dev.tidemark.query.host;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the samples of the hosts and their JVMs. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface HostSampleQueries {
    String SERIES = """
            SELECT m.id, coalesce(m.metadata->>'host', i.name, s.name) AS host, s.name AS service, i.name AS instance,
                   coalesce(m.metadata->>'mount', m.metadata->>'device', m.metadata->>'interface', m.metadata->>'state',
                            m.metadata->>'process', m.metadata->>'pool', m.metadata->>'buffer', m.metadata->>'collector',
                            m.metadata->>'version') AS item,
                   m.metric_name AS name, m.last_seen
            FROM metric m
            LEFT JOIN service s ON s.id = m.service_id
            LEFT JOIN instance i ON i.id = m.instance_id
            WHERE m.metric_type = 'system'
              AND m.metric_name IN (:names)
              AND m.last_seen >= (:from::timestamptz AT TIME ZONE 'UTC')::date - 1
            """;

    /** Ended processes can leave many series: those that were seen last come first. */
    String HISTORY_OF = "WITH series AS (" + SERIES + """
              AND (:service::text IS NULL OR s.name = :service)
              AND (:host::text IS NULL OR coalesce(m.metadata->>'host', i.name, s.name) = :host)
            ORDER BY m.last_seen DESC, m.id DESC
            LIMIT :most)
            SELECT series.host, series.service, series.instance, series.item, series.name, step.at, step.mean, step.max, step.count,
                   (SELECT count(*) FROM series) AS total
            FROM series
            CROSS JOIN LATERAL (
                SELECT date_bin(make_interval(secs => :seconds), ts, :from::timestamptz) AS at, avg(value) AS mean,
                       max(value) AS max, count(*) AS count
                FROM\s""";

    String STEPS = """
                GROUP BY 1) AS step
            ORDER BY step.at
            """;

    /** The newest sample of each series. Series without samples for two days are skipped: ended processes can leave many of them. */
    @Query("WITH series AS (" + SERIES + """
            )
            SELECT series.host, series.service, series.instance, series.item, series.name, newest.ts AS at, newest.value
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
    List<Sample> newest(List<String> names, Instant from, Instant to, int most);

    /** All samples of at most {@code most} series, in steps of {@code seconds}. */
    @Query(HISTORY_OF + """
                sample
                WHERE metric_id = series.id AND ts >= :from AND ts < :to
                  AND value > '-Infinity' AND value < 'Infinity'
            """ + STEPS)
    List<Step> history(
            List<String> names,
            Instant from,
            Instant to,
            @Nullable String service,
            @Nullable String host,
            int most,
            long seconds);

    /** The first sample of each {@code every} seconds only, so that as much is read of a week as of an hour. */
    @Query(HISTORY_OF + """
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
            List<String> names,
            Instant from,
            Instant to,
            @Nullable String service,
            @Nullable String host,
            int most,
            long seconds,
            long every);

    /** The newest sample of a series; {@code item} is only set for gauges with a label. */
    @MappedEntity
    record Sample(
            String host,
            @Nullable String service,
            @Nullable String instance,
            @Nullable String item,
            String name,
            Instant at,
            double value) {}

    /**
     * The samples of a series in a step.
     *
     * @param count how many there are
     * @param total how many series there are
     */
    @MappedEntity
    record Step(
            String host,
            @Nullable String service,
            @Nullable String instance,
            @Nullable String item,
            String name,
            Instant at,
            double mean,
            double max,
            long count,
            long total) {}
}
