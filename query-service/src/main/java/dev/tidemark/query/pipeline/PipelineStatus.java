package dev.tidemark.query.pipeline;

import dev.tidemark.query.pipeline.PipelineQueries.Loss;
import dev.tidemark.query.pipeline.PipelineQueries.LossTotals;
import dev.tidemark.query.pipeline.PipelineQueries.Partition;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the topics are stored, and what was lost before it was.
 *
 * @param lag how many records wait to be stored; null if that is not known of every partition
 * @param lostRecords how many records were lost, as far as they can be counted
 * @param uncountedLosses losses of which nobody knows how many records they were
 * @param recentLosses losses found within the last 24 hours
 * @param lossesTotal all losses, those beyond the list included
 * @param partitions by topic and number
 * @param losses the newest, at most 100
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
