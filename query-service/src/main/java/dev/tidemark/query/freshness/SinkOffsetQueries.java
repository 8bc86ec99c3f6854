package dev.tidemark.query.freshness;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the offsets of the sinks, and the events that filters dropped. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface SinkOffsetQueries extends GenericRepository<SinkOffsetQueries.SinkOffset, String> {
    @Query("SELECT topic, last_append_time, lag, updated_at FROM sink_offset")
    List<SinkOffset> offsets();

    /** Returns the sum of a counter's newest values over all processes that reported it after {@code since}. */
    @Query("""
            SELECT coalesce(sum(newest.value), 0)::bigint
            FROM metric m
            CROSS JOIN LATERAL (
                SELECT value
                FROM sample
                WHERE metric_id = m.id AND ts >= :since
                ORDER BY ts DESC
                LIMIT 1) AS newest
            WHERE m.metric_type = 'system'
              AND m.metric_name = :metric
              AND m.last_seen >= (:since::timestamptz AT TIME ZONE 'UTC')::date - 1
            """)
    long sumOfNewest(String metric, Instant since);

    /**
     * One partition of a topic.
     *
     * @param lastAppendTime the broker timestamp of the last stored record; null if there is none
     * @param lag the number of records that were not stored yet at {@code updatedAt}; null if unknown
     * @param updatedAt when the sink last reported
     */
    @MappedEntity
    record SinkOffset(
            @Id String topic,
            @Nullable Instant lastAppendTime,
            @Nullable Long lag,
            Instant updatedAt) {}
}
