package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.Test;

/** When a stream thread asks for a commit. */
class CommitPaceTest {
    private static final Duration SHORTEST = Duration.ofMillis(160);

    private long nanos;
    private final CommitPace pace = new CommitPace(() -> nanos);
    private final MockProcessorContext<byte[], byte[]> one = context(0);
    private final MockProcessorContext<byte[], byte[]> other = context(1);

    @Test
    void work_asksForOneCommit_forAllTasks() {
        pace.begin(one);
        pace.begin(one);
        pace.begin(other);

        assertThat(waiting(other)).isEmpty();
        CapturedPunctuator timer = waiting(one).getFirst();
        assertThat(waiting(one)).hasSize(1);
        assertThat(timer.getInterval()).isEqualTo(SHORTEST);
        assertThat(one.committed()).isFalse();
        timer.getPunctuator().punctuate(0);
        assertThat(one.committed()).isTrue();
    }

    @Test
    void afterACommit_theNextRecordBeginsAnew() {
        pace.begin(one);
        pace.commit(() -> {});
        assertThat(waiting(one)).isEmpty();

        pace.begin(other);
        assertThat(waiting(other)).extracting(CapturedPunctuator::getInterval).containsExactly(SHORTEST);
    }

    /** The work of all tasks in a commit counts, that of earlier commits does not. */
    @Test
    void commitsWithMuchWork_areFarApart() {
        pace.begin(one);
        pace.commit(() -> work(SHORTEST.dividedBy(16)));
        pace.commit(() -> work(SHORTEST.dividedBy(16)));
        pace.begin(one);
        assertThat(waiting(one).getFirst().getInterval()).isEqualTo(SHORTEST.multipliedBy(2));

        pace.commit(() -> work(SHORTEST.multipliedBy(2)));
        pace.begin(one);
        assertThat(waiting(one).getFirst().getInterval()).isEqualTo(CommitPace.longest(SHORTEST));

        pace.commit(() -> {});
        pace.begin(one);
        assertThat(waiting(one).getFirst().getInterval()).isEqualTo(SHORTEST);
    }

    @Test
    void taskThatAsks_andEnds_isReplacedByTheNext() {
        pace.begin(one);
        pace.leave(other);
        assertThat(waiting(one)).hasSize(1);

        pace.leave(one);
        assertThat(waiting(one)).isEmpty();
        pace.begin(other);
        assertThat(waiting(other)).hasSize(1);
    }

    private void work(Duration time) {
        nanos += time.toNanos();
    }

    private static List<CapturedPunctuator> waiting(MockProcessorContext<byte[], byte[]> context) {
        return context.scheduledPunctuators().stream()
                .filter(timer -> !timer.cancelled())
                .toList();
    }

    private static MockProcessorContext<byte[], byte[]> context(int partition) {
        Properties config = new Properties();
        config.put("application.id", "pace");
        config.put("bootstrap.servers", "none:1");
        config.put("commit.interval.ms", CommitPace.longest(SHORTEST).toMillis());
        return new MockProcessorContext<>(
                config, new TaskId(0, partition), Path.of("none").toFile());
    }
}
