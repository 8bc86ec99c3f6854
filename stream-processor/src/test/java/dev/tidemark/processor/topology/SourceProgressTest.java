package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SourceProgressTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    /** The allowed lateness plus an hour of slack. */
    private static final long OPEN = Duration.ofHours(25).toMillis();

    private final Partitioning partitioning = new Partitioning(2, 2);
    private final SourceProgress progress = new SourceProgress(TopologySettings.DEFAULTS, partitioning);

    private static Delta delta(int partition, long covered) {
        return new Delta(partition, covered, 0, new WindowAggregate());
    }

    private long finalUpToMillis() {
        return progress.finalUpToMicros() / 1000;
    }

    @Test
    void windows_areFinalUpToTheTimeCoveredByAllPartitions() {
        progress.advance(delta(0, 50 * DAY), 50 * DAY);
        progress.advance(delta(1, 47 * DAY), 47 * DAY);
        assertThat(finalUpToMillis()).isEqualTo(47 * DAY - OPEN);

        progress.advance(delta(1, 49 * DAY), 49 * DAY);
        assertThat(finalUpToMillis()).isEqualTo(49 * DAY - OPEN);
    }

    @Test
    void partitionNeverSeen_keepsWindowsOpenForItsRetention() {
        progress.advance(delta(0, 50 * DAY), 50 * DAY);

        assertThat(finalUpToMillis()).isEqualTo(43 * DAY - OPEN);
    }

    @Test
    void partitionGoneSilent_keepsWindowsOpenForItsRetention() {
        progress.advance(delta(1, 10 * DAY), 10 * DAY);
        progress.advance(delta(0, 50 * DAY), 50 * DAY);

        assertThat(finalUpToMillis()).isEqualTo(43 * DAY - OPEN);
    }

    @Test
    void newestAppendTime_alone_coversNothing() {
        progress.advance(delta(0, Delta.UNKNOWN), 50 * DAY);
        progress.advance(delta(1, Delta.UNKNOWN), 50 * DAY);

        assertThat(finalUpToMillis()).isEqualTo(43 * DAY - OPEN);
        assertThat(progress.newestMillis()).isEqualTo(50 * DAY);
    }

    @Test
    void partition_beyondTheKnownOnes_counts() {
        progress.advance(delta(0, 50 * DAY), 50 * DAY);
        progress.advance(delta(1, 50 * DAY), 50 * DAY);
        progress.advance(delta(2, 48 * DAY), 48 * DAY);

        assertThat(finalUpToMillis()).isEqualTo(48 * DAY - OPEN);
    }

    /** Its first requests may be as old as those that the other partitions had when it was added. */
    @Test
    void partitionAddedMeanwhile_keepsWindowsOpen_fromTheMomentItIsKnown() {
        progress.advance(delta(0, 50 * DAY), 50 * DAY);
        progress.advance(delta(1, 50 * DAY), 50 * DAY);
        assertThat(finalUpToMillis()).isEqualTo(50 * DAY - OPEN);

        partitioning.requestsSeen(3);
        assertThat(finalUpToMillis()).isEqualTo(43 * DAY - OPEN);
        // An answer that was on its way for longer.
        partitioning.requestsSeen(2);
        assertThat(finalUpToMillis()).isEqualTo(43 * DAY - OPEN);
        progress.advance(delta(2, 49 * DAY), 49 * DAY);
        assertThat(finalUpToMillis()).isEqualTo(49 * DAY - OPEN);
    }

    /** A backlog of one partition is not taken for a clock that was set back. */
    @Test
    void slowPartition_isNoStep() {
        progress.advance(delta(0, 50 * DAY), 50 * DAY);
        assertThat(progress.advance(delta(1, 44 * DAY), 44 * DAY)).isFalse();
        assertThat(progress.advance(delta(0, 50 * DAY), 50 * DAY + 1)).isFalse();

        assertThat(progress.newestMillis()).isEqualTo(50 * DAY + 1);
        assertThat(finalUpToMillis()).isEqualTo(44 * DAY - OPEN);
    }

    @Test
    void clockSetBack_isFollowed_alsoWhileOtherPartitionsAreSilent() {
        for (long day = 40; day <= 50; day++) {
            progress.advance(delta(0, day * DAY), day * DAY);
            progress.advance(delta(1, day * DAY), day * DAY);
        }
        assertThat(progress.advance(delta(0, 50 * DAY), 42 * DAY)).isTrue();
        assertThat(progress.newestMillis()).isEqualTo(42 * DAY);
        assertThat(finalUpToMillis()).isEqualTo(42 * DAY - OPEN);

        // The rest of what was forwarded with it.
        assertThat(progress.advance(delta(0, 50 * DAY), 42 * DAY)).isFalse();
        assertThat(progress.advance(delta(0, 42 * DAY), 42 * DAY + 1)).isFalse();
        assertThat(finalUpToMillis()).isEqualTo(42 * DAY - OPEN);
    }

    /** After a restart of the first stage, deltas do not tell what was forwarded before. */
    @Test
    void clockSetBack_whileTheFirstStageRestarts_isFollowed() {
        progress.advance(delta(0, 50 * DAY), 50 * DAY);

        assertThat(progress.advance(delta(0, Delta.UNKNOWN), 42 * DAY)).isTrue();
        assertThat(progress.newestMillis()).isEqualTo(42 * DAY);
    }

    @Test
    void progress_ofAnEarlierVersion_closesWhatWasFinal() {
        progress.advance(delta(0, 50 * DAY), 50 * DAY);
        progress.advance(delta(1, 50 * DAY), 50 * DAY);
        SourceProgress restored = new SourceProgress(TopologySettings.DEFAULTS, partitioning);
        restored.restore(progress.toBytes());
        restored.assumeHours();

        assertThat(restored.windowFor((50 * DAY - OPEN - 1) * 1000)).isEqualTo(SourceProgress.FINAL);
        assertThat(restored.windowFor((50 * DAY - OPEN) * 1000)).isEqualTo((50 * DAY - OPEN) * 1000);
        assertThat(restored.windowFor(50 * DAY * 1000)).isEqualTo(50 * DAY * 1000);
    }

    /** An earlier version, which does not write the hours, owned the task for a day. */
    @Test
    void hours_ofBeforeAnEarlierVersionWentOn_areBroughtUpToDate() {
        progress.advance(delta(0, 50 * DAY), 50 * DAY);
        progress.advance(delta(1, 50 * DAY), 50 * DAY);
        progress.windowFor(50 * DAY * 1000);
        byte[] hours = progress.hoursToBytes();
        progress.advance(delta(0, 54 * DAY), 54 * DAY);
        progress.advance(delta(1, 54 * DAY), 54 * DAY);
        SourceProgress restored = new SourceProgress(TopologySettings.DEFAULTS, partitioning);
        restored.restore(progress.toBytes());
        restored.restoreHours(hours);

        assertThat(restored.isFinal(51 * DAY * 1000)).isTrue();
        assertThat(restored.isFinal((54 * DAY - OPEN - 1) * 1000)).isTrue();
        assertThat(restored.windowFor(54 * DAY * 1000)).isEqualTo(54 * DAY * 1000);
    }

    @Test
    void progress_afterARestart_isTheSame() {
        progress.advance(delta(0, 50 * DAY), 51 * DAY);
        progress.advance(delta(2, 49 * DAY), 49 * DAY);
        progress.windowFor(49 * DAY * 1000);
        progress.advance(delta(2, 49 * DAY), 30 * DAY);
        SourceProgress restored = new SourceProgress(TopologySettings.DEFAULTS, partitioning);
        restored.restore(progress.toBytes());
        restored.restoreHours(progress.hoursToBytes());

        assertThat(restored.hoursToBytes()).isEqualTo(progress.hoursToBytes());
        assertThat(restored.toBytes()).isEqualTo(progress.toBytes());
        assertThat(restored.finalUpToMicros()).isEqualTo(progress.finalUpToMicros());
    }
}
