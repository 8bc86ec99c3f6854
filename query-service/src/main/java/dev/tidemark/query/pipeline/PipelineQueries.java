package dev.tidemark.query.pipeline;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads where the sinks stand, and what they found missing. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface PipelineQueries {
    @Query("""
            SELECT topic, partition, next_offset, lag, last_append_time, updated_at
            FROM sink_offset
            ORDER BY topic, partition
            """)
    List<Partition> partitions();

    @Query("""
            SELECT topic, partition, from_offset, to_offset, reason, records, at
            FROM sink_loss
            ORDER BY at DESC, topic, partition, from_offset
            LIMIT :limit
            """)
    List<Loss> newestLosses(int limit);

    @Query("""
            SELECT count(*) AS losses,
                   coalesce(sum(records), 0)::bigint AS records,
                   count(*) FILTER (WHERE records IS NULL) AS uncounted,
                   count(*) FILTER (WHERE at >= :recently) AS recent,
                   max(at) AS newest
            FROM sink_loss
            """)
    LossTotals totals(Instant recently);

    /**
     * One partition of a topic.
     *
     * @param nextOffset the first offset that is not stored yet
     * @param lag how many records waited to be stored at {@code updatedAt}; null if Kafka did not answer then
     * @param lastAppendTime the broker's time of the last record that is stored; null if none is
     * @param updatedAt when the sink last reported
     */
    @MappedEntity
    @Serdeable
    record Partition(
            String topic,
            int partition,
            long nextOffset,
            @Nullable Long lag,
            @Nullable Instant lastAppendTime,
            Instant updatedAt) {}

    /**
     * Records that Kafka no longer had when the sink came to them.
     *
     * @param fromOffset the first offset that was not stored
     * @param toOffset where the sink went on
     * @param reason {@code retention}, {@code topic_anew} or {@code cut_off}
     * @param records how many offsets were skipped; null where nobody knows what there was
     * @param at when it was found
     */
    @MappedEntity
    @Serdeable
    record Loss(
            String topic,
            int partition,
            long fromOffset,
            long toOffset,
            String reason,
            @Nullable Long records,
            Instant at) {}

    /**
     * All losses together.
     *
     * @param uncounted losses of which nobody knows how many records they were
     * @param recent losses found lately
     */
    @MappedEntity
    record LossTotals(
            long losses,
            long records,
            long uncounted,
            long recent,
            @Nullable Instant newest) {}
}
