package dev.tidemark.processor.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.metrics.Sample;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamsSamplesTest {
    private static final String GROUP = "stream-thread-metrics";

    private final Metrics metrics = new Metrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void commitsOfAThread_areReportedByItsNumber_inSeconds() {
        add("commit-latency-avg", GROUP, 20.0);
        add("commit-latency-max", GROUP, 1_500.0);
        add("commit-total", GROUP, 7.0);

        assertThat(samples())
                .containsExactlyInAnyOrder(
                        "stream_commit_latency_average_seconds [2] 0.02",
                        "stream_commit_latency_max_seconds [2] 1.5",
                        "stream_commits_total [2] 7.0");
    }

    @Test
    void unknownAndForeignMetrics_areOmitted() {
        add("commit-latency-avg", GROUP, Double.NaN);
        add("commit-total", "stream-task-metrics", 7.0);
        add("poll-total", GROUP, 7.0);
        add("commit-latency-max", GROUP, "no number");

        assertThat(samples()).isEmpty();
    }

    private void add(String name, String group, Object value) {
        metrics.addMetric(
                metrics.metricName(name, group, Map.of("thread-id", "tidemark-4f2a-StreamThread-2")),
                (Gauge<Object>) (config, now) -> value);
    }

    private List<String> samples() {
        return StreamsSamples.ofThreads(metrics.metrics()).stream()
                .map(StreamsSamplesTest::text)
                .toList();
    }

    private static String text(Sample sample) {
        return sample.descriptor().name() + " " + sample.labels() + " " + sample.value();
    }
}
