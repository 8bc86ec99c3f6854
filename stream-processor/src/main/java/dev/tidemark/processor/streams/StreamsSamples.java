package dev.tidemark.processor.streams;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.ThreadMetadata;

/** The metrics of Kafka Streams, under Tidemark's names. Thread-safe. */
final class StreamsSamples implements SampleSource {
    private static final MetricDescriptor STATE = MetricDescriptor.gauge(
            "stream_state",
            "1 for the current state of the topology. Alert if RUNNING is 0 for 5 min: no rollups are published.",
            "state");
    private static final MetricDescriptor THREADS = MetricDescriptor.gauge(
            "stream_threads",
            "Live threads of the topology, by state. A thread that dies is replaced after a pause. Alert at 0.",
            "state");
    private static final MetricDescriptor COMMIT_AVERAGE = MetricDescriptor.gauge(
            "stream_commit_latency_average_seconds", "Average duration of the commits in the last 30 s.", "thread");
    private static final MetricDescriptor COMMIT_MAX = MetricDescriptor.gauge(
            "stream_commit_latency_max_seconds",
            "Duration of the longest commit in the last 30 s. Alert above 5 s: Kafka is slow, and data arrives late.",
            "thread");
    private static final MetricDescriptor COMMITS = MetricDescriptor.counter(
            "stream_commits_total", "Commits of the topology. Alert if it stops rising.", "thread");
    private static final MetricDescriptor FAILED = MetricDescriptor.counter(
            "stream_threads_failed_total",
            "Threads of the topology that died and were replaced. No data is lost. Alert if it keeps rising; the log has the cause.");

    private static final String GROUP = "stream-thread-metrics";
    private static final Map<String, MetricDescriptor> OF_THREADS =
            Map.of("commit-latency-avg", COMMIT_AVERAGE, "commit-latency-max", COMMIT_MAX, "commit-total", COMMITS);
    private static final Set<MetricDescriptor> IN_MILLIS = Set.of(COMMIT_AVERAGE, COMMIT_MAX);

    private final KafkaStreams streams;
    private final Supplier<Long> failed;

    /** @param failed the number of threads that have died so far */
    StreamsSamples(KafkaStreams streams, Supplier<Long> failed) {
        this.streams = streams;
        this.failed = failed;
    }

    @Override
    public List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        KafkaStreams.State now = streams.state();
        for (KafkaStreams.State state : KafkaStreams.State.values()) {
            samples.add(STATE.sample(state == now ? 1 : 0, state.name()));
        }
        Map<String, Integer> threads = new TreeMap<>(Map.of("RUNNING", 0));
        for (ThreadMetadata thread : streams.metadataForLocalThreads()) {
            threads.merge(thread.threadState(), 1, Integer::sum);
        }
        threads.forEach((state, n) -> samples.add(THREADS.sample(n, state)));
        samples.add(FAILED.sample(failed.get()));
        samples.addAll(ofThreads(streams.metrics()));
        return samples;
    }

    static List<Sample> ofThreads(Map<MetricName, ? extends Metric> metrics) {
        List<Sample> samples = new ArrayList<>();
        metrics.forEach((name, metric) -> add(samples, name, metric));
        return samples;
    }

    private static void add(List<Sample> samples, MetricName name, Metric metric) {
        if (!name.group().equals(GROUP)) {
            return;
        }
        MetricDescriptor descriptor = OF_THREADS.get(name.name());
        if (descriptor == null || !(metric.metricValue() instanceof Double value) || value.isNaN()) {
            return;
        }
        String thread = name.tags().getOrDefault("thread-id", "");
        String number = thread.substring(thread.lastIndexOf('-') + 1);
        samples.add(descriptor.sample(IN_MILLIS.contains(descriptor) ? value / 1000 : value, number));
    }
}
