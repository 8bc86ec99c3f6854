package dev.tidemark.processor.streams;

import dev.tidemark.processor.metrics.Meter;
import dev.tidemark.processor.metrics.Reading;
import dev.tidemark.processor.metrics.Readings;
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

/** What Kafka Streams says of itself, under names that are ours. Thread-safe. */
final class StreamsReadings implements Readings {
    private static final Meter STATE = Meter.gauge(
            "stream_state",
            "1 for the state that the topology is in. Alert if RUNNING is 0 for 5 min: rollups stand still.",
            "state");
    private static final Meter THREADS = Meter.gauge(
            "stream_threads",
            "Threads of the topology that live, by state. Alert if there are none; those that die are replaced after a pause.",
            "state");
    private static final Meter COMMIT_AVERAGE = Meter.gauge(
            "stream_commit_latency_average_seconds",
            "How long commits took in the last half minute, on average.",
            "thread");
    private static final Meter COMMIT_MAX = Meter.gauge(
            "stream_commit_latency_max_seconds",
            "How long the longest commit of the last half minute took. Alert above 5 s: Kafka is slow, and freshness suffers.",
            "thread");
    private static final Meter COMMITS =
            Meter.counter("stream_commits_total", "Commits of the topology. Alert if it stands still.", "thread");
    private static final Meter FAILED = Meter.counter(
            "stream_threads_failed_total",
            "Threads of the topology that died and were replaced. Nothing is lost. Alert if it keeps rising; the log says why.");

    private static final String GROUP = "stream-thread-metrics";
    private static final Map<String, Meter> OF_THREADS =
            Map.of("commit-latency-avg", COMMIT_AVERAGE, "commit-latency-max", COMMIT_MAX, "commit-total", COMMITS);
    private static final Set<Meter> IN_MILLIS = Set.of(COMMIT_AVERAGE, COMMIT_MAX);

    private final KafkaStreams streams;
    private final Supplier<Long> failed;

    /** @param failed how many threads have died */
    StreamsReadings(KafkaStreams streams, Supplier<Long> failed) {
        this.streams = streams;
        this.failed = failed;
    }

    @Override
    public List<Reading> readings() {
        List<Reading> readings = new ArrayList<>();
        KafkaStreams.State now = streams.state();
        for (KafkaStreams.State state : KafkaStreams.State.values()) {
            readings.add(STATE.reading(state == now ? 1 : 0, state.name()));
        }
        Map<String, Integer> threads = new TreeMap<>(Map.of("RUNNING", 0));
        for (ThreadMetadata thread : streams.metadataForLocalThreads()) {
            threads.merge(thread.threadState(), 1, Integer::sum);
        }
        threads.forEach((state, n) -> readings.add(THREADS.reading(n, state)));
        readings.add(FAILED.reading(failed.get()));
        readings.addAll(ofThreads(streams.metrics()));
        return readings;
    }

    static List<Reading> ofThreads(Map<MetricName, ? extends Metric> metrics) {
        List<Reading> readings = new ArrayList<>();
        metrics.forEach((name, metric) -> add(readings, name, metric));
        return readings;
    }

    private static void add(List<Reading> readings, MetricName name, Metric metric) {
        if (!name.group().equals(GROUP)) {
            return;
        }
        Meter meter = OF_THREADS.get(name.name());
        if (meter == null || !(metric.metricValue() instanceof Double value) || value.isNaN()) {
            return;
        }
        String thread = name.tags().getOrDefault("thread-id", "");
        String number = thread.substring(thread.lastIndexOf('-') + 1);
        readings.add(meter.reading(IN_MILLIS.contains(meter) ? value / 1000 : value, number));
    }
}
