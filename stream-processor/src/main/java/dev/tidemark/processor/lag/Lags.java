package dev.tidemark.processor.lag;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Computes lags from offsets. Remembers when each partition last had no lag. Not thread-safe. */
final class Lags {
    private static final MetricDescriptor RECORDS = MetricDescriptor.gauge(
            "lag_records",
            "Records of a partition that the stage (topology or sink) has not processed yet. Each processor reports all"
                    + " partitions: take the max over instances. Alert if it rises for 5 min.",
            "stage",
            "topic",
            "partition");
    private static final MetricDescriptor SECONDS = MetricDescriptor.gauge(
            "lag_seconds",
            "The maximum age of the oldest record that the stage has not processed yet; 0 if there is none. Use the max over"
                    + " instances. Alert above 60 s.",
            "stage",
            "topic",
            "partition");
    private static final MetricDescriptor AGE = MetricDescriptor.gauge(
            "stored_age_seconds",
            "The age of the newest stored record, by the broker's time. It also grows while nothing is sent, so alert on"
                    + " lag_seconds.",
            "topic",
            "partition");

    private final Map<Key, Long> caughtUpMillis = new HashMap<>();

    private record Key(String stage, TopicPartition partition) {}

    /**
     * The lags at {@code positions}; none for a partition whose end is unknown.
     *
     * @param nowMillis now, in milliseconds since the epoch
     */
    List<Sample> of(Collection<PartitionOffset> positions, Map<TopicPartition, Long> ends, long nowMillis) {
        List<Sample> samples = new ArrayList<>();
        for (PartitionOffset position : positions) {
            String topic = position.partition().topic();
            String partition = Integer.toString(position.partition().partition());
            Long done = position.doneMillis();
            if (done != null && position.stage().equals(PartitionOffset.SINK)) {
                samples.add(AGE.sample(seconds(nowMillis - done), topic, partition));
            }
            Long end = ends.get(position.partition());
            if (end == null) {
                continue;
            }
            long records = Math.max(0, end - position.nextOffset());
            samples.add(RECORDS.sample(records, position.stage(), topic, partition));
            Key key = new Key(position.stage(), position.partition());
            if (records == 0) {
                caughtUpMillis.put(key, nowMillis);
            }
            // The oldest unprocessed record is newer than the last processed one, and than the last moment without a
            // lag.
            long since =
                    Math.max(caughtUpMillis.getOrDefault(key, Long.MIN_VALUE), done == null ? Long.MIN_VALUE : done);
            if (since != Long.MIN_VALUE) {
                samples.add(SECONDS.sample(seconds(nowMillis - since), position.stage(), topic, partition));
            }
        }
        return samples;
    }

    private static double seconds(long millis) {
        return Math.max(0, millis) / 1e3;
    }
}
