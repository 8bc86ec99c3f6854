package dev.tidemark.query.pipeline;

import dev.tidemark.query.pipeline.PipelineQueries.Loss;
import dev.tidemark.query.pipeline.PipelineQueries.LossTotals;
import dev.tidemark.query.pipeline.PipelineQueries.Partition;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far each topic is stored, and which records were lost before that.
 *
 * @param lag the number of records that are waiting to be stored; null if it is unknown for a partition
 * @param lostRecords the number of lost records, without losses of unknown size
 * @param uncountedLosses the number of losses of unknown size
 * @param recentLosses the number of losses found within the last 24 hours
 * @param lossesTotal the number of all losses, including those that are not listed
 * @param partitions sorted by topic and partition
 * @param losses the newest losses, at most 100
 */
@Serdeable
record PipelineStatus(
        @Nullable Long lag,
        long lostRecords,
        long uncountedLosses,
        long recentLosses,
        long lossesTotal,
        List<Partition> partitions,
        List<Loss> losses) {

    static PipelineStatus of(List<Partition> partitions, LossTotals totals, List<Loss> losses) {
        return new PipelineStatus(
                lag(partitions),
                totals.records(),
                totals.uncounted(),
                totals.recent(),
                totals.losses(),
                partitions,
                losses);
    }

    private static @Nullable Long lag(List<Partition> partitions) {
        long sum = 0;
        for (Partition partition : partitions) {
            Long lag = partition.lag();
            if (lag == null) {
                return null;
            }
            sum += lag;
        }
        return partitions.isEmpty() ? null : sum;
    }
}
