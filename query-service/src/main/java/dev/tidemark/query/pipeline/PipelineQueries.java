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

/** Reads the offsets of the sinks, and the records that they found missing. */
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
     * @param lag the number of records that were not stored yet at {@code updated_at}; null if Kafka did not answer then
     * @param lastAppendTime the broker timestamp of the last stored record; null if there is none
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
     * Records that were no longer in Kafka when the sink reached them.
     *
     * @param fromOffset the first offset that was not stored
     * @param toOffset the offset at which the sink continued
     * @param reason {@code retention}, {@code topic_anew} or {@code cut_off}
     * @param records the number of skipped offsets; null if it is unknown how many records they held
     * @param at when the sink found the loss
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
     * Totals of all losses.
     *
     * @param uncounted the number of losses with an unknown number of records
     * @param recent the number of losses found since the given time
     */
    @MappedEntity
    record LossTotals(
            long losses,
            long records,
            long uncounted,
            long recent,
            @Nullable Instant newest) {}
}
