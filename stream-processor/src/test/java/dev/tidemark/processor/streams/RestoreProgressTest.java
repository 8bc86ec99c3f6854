package dev.tidemark.processor.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.metrics.Sample;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener.SuspendReason;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class RestoreProgressTest {
    private static final TopicPartition ZERO = new TopicPartition("windows-changelog", 0);
    private static final TopicPartition ONE = new TopicPartition("windows-changelog", 1);
    private static final TaskId TASK = new TaskId(1, 0);

    private final RestoreProgress progress = new RestoreProgress();

    @Test
    void restore_isReportedWhileRunning_asTheSumOfPartitions() {
        progress.onRestoreStart(ZERO, "windows", 100, 150);
        progress.onRestoreStart(ONE, "windows", 0, 7);
        progress.onRestoreStart(ZERO, "series", 0, 3);
        progress.onBatchRestored(ZERO, "windows", 119, 20);
        assertThat(values())
                .isEqualTo(Map.of(
                        "state_restored_records_total [windows]", 20.0,
                        "state_restore_remaining_records [windows]", 37.0,
                        "state_restored_records_total [series]", 0.0,
                        "state_restore_remaining_records [series]", 3.0));

        progress.onBatchRestored(ZERO, "windows", 149, 25);
        progress.onRestoreEnd(ZERO, "windows", 45);
        progress.onRestoreSuspended(ONE, "windows", 0);
        assertThat(values())
                .containsEntry("state_restored_records_total [windows]", 45.0)
                .containsEntry("state_restore_remaining_records [windows]", 0.0);
    }

    /** The last offsets of a changelog may be transaction markers, and its end includes compacted records. */
    @Test
    void remaining_isNeverNegative() {
        progress.onRestoreStart(ZERO, "windows", 5, 3);
        assertThat(values()).containsEntry("state_restore_remaining_records [windows]", 0.0);
        progress.onRestoreStart(ONE, "windows", 0, 3);
        progress.onBatchRestored(ONE, "windows", 5, 6);
        assertThat(values()).containsEntry("state_restore_remaining_records [windows]", 0.0);
    }

    /** Kafka Streams reports the end of a changelog only with a loaded batch. */
    @Test
    void copyWithoutALoadedBatch_isNotReportedAsUpToDate() {
        progress.onUpdateStart(ZERO, "windows", 0);
        progress.onUpdateStart(ONE, "windows", 0);
        assertThat(values())
                .isEqualTo(Map.of(
                        "state_standby_loaded_records_total [windows]", 0.0,
                        "state_standby_unread_copies [windows]", 2.0));

        progress.onBatchLoaded(ZERO, "windows", TASK, 9, 10, 15);
        assertThat(values())
                .isEqualTo(Map.of(
                        "state_standby_loaded_records_total [windows]", 10.0,
                        "state_standby_behind_records [windows]", 6.0,
                        "state_standby_unread_copies [windows]", 1.0));
    }

    /** The end that Kafka Streams reports is the end of the batch plus the consumer's lag. */
    @Test
    void copy_isBehindByItsUnloadedRecords_untilItIsUnassigned() {
        progress.onUpdateStart(ZERO, "windows", 0);
        progress.onUpdateStart(ONE, "windows", 0);
        progress.onBatchLoaded(ZERO, "windows", TASK, 9, 10, 15);
        progress.onBatchLoaded(ONE, "windows", TASK, 7, 8, 7);
        assertThat(values())
                .containsEntry("state_standby_behind_records [windows]", 6.0)
                .containsEntry("state_standby_unread_copies [windows]", 0.0);

        progress.onUpdateSuspended(ZERO, "windows", 9, 15, SuspendReason.PROMOTED);
        assertThat(values()).containsEntry("state_standby_behind_records [windows]", 0.0);
        progress.onUpdateSuspended(ONE, "windows", 7, 8, SuspendReason.MIGRATED);
        assertThat(values()).isEqualTo(Map.of("state_standby_loaded_records_total [windows]", 18.0));
    }

    private Map<String, Double> values() {
        return progress.samples().stream()
                .collect(Collectors.toMap(
                        sample -> sample.descriptor().name() + " " + sample.labels(), Sample::value, Double::sum));
    }
}
