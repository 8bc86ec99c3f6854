package dev.tidemark.processor.topics;

import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;

/**
 * Divides one limit of disk space among the public topics and their partitions. Kafka deletes whole segments, never the newest one, so
 * a partition may exceed its {@code retention.bytes} by one segment: the two together are its share. Immutable.
 *
 * @param maxBytes the limit of one copy of all topics; 0 leaves the topics' own settings
 * @param chosen whether a user has set it: the default does not replace what somebody else has set on a topic
 */
record TopicLimits(long maxBytes, boolean chosen) {
    static final TopicLimits NONE = new TopicLimits(0, false);
    static final String RETENTION_BYTES = "retention.bytes";
    static final String SEGMENT_BYTES = "segment.bytes";

    /** In percent. The rest is for the topics between the two stages, which are purged or compacted. */
    private static final Map<String, Integer> SHARES = Map.of(
            Topics.REQUESTS.name(),
            50,
            Topics.LOGS.name(),
            20,
            Topics.CALLS.name(),
            5,
            Topics.ROLLUPS.name(),
            10,
            Topics.SAMPLES.name(),
            5,
            DeadLetter.TOPIC,
            5);

    /** Those of versions without the topic of calls. */
    private static final Map<String, Integer> EARLIER_SHARES = Map.of(Topics.LOGS.name(), 25);

    /** A batch larger than a segment is refused. */
    private static final long MIN_SEGMENT_BYTES = 2L * DeadLetter.MAX_BYTES;

    private static final long MAX_SEGMENT_BYTES = 256L << 20;

    /** The settings of a topic with this many partitions. */
    Map<String, String> of(String topic, int partitions) {
        if (maxBytes == 0) {
            return Map.of();
        }
        return of(Objects.requireNonNull(SHARES.get(topic), topic), partitions);
    }

    private Map<String, String> of(int percent, int partitions) {
        long share = maxBytes / 100 * percent / partitions;
        long segment = Math.clamp(share / 4, MIN_SEGMENT_BYTES, MAX_SEGMENT_BYTES);
        return new TreeMap<>(Map.of(
                RETENTION_BYTES,
                Long.toString(Math.max(share - segment, MIN_SEGMENT_BYTES)),
                SEGMENT_BYTES,
                Long.toString(segment)));
    }

    /** What to change in a topic that has {@code current}. */
    List<AlterConfigOp> changes(String topic, int partitions, Config current) {
        Map<String, String> wanted = new TreeMap<>(of(topic, partitions));
        if (topic.equals(Topics.ROLLUPS.name())) {
            // A sink finds by the broker's time where a partition goes on that has lost its end.
            wanted.put("message.timestamp.type", "LogAppendTime");
        }
        List<AlterConfigOp> changes = new ArrayList<>();
        wanted.forEach((name, value) -> {
            ConfigEntry now = current.get(name);
            if (!value.equals(now.value()) && !(isLimit(name) && isKept(topic, partitions, now))) {
                changes.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET));
            }
        });
        return changes;
    }

    private static boolean isLimit(String name) {
        return name.equals(RETENTION_BYTES) || name.equals(SEGMENT_BYTES);
    }

    /**
     * Whether somebody else has set a limit on the topic. An earlier start wrote one for as many partitions as there were then, perhaps for
     * another share.
     */
    private boolean isKept(String topic, int partitions, ConfigEntry now) {
        return !chosen
                && now.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG
                && IntStream.rangeClosed(1, partitions)
                        .noneMatch(earlier -> isOf(of(topic, earlier), now) || isOfEarlierShare(topic, earlier, now));
    }

    private boolean isOfEarlierShare(String topic, int partitions, ConfigEntry now) {
        Integer percent = EARLIER_SHARES.get(topic);
        return percent != null && isOf(of(percent, partitions), now);
    }

    private static boolean isOf(Map<String, String> limits, ConfigEntry now) {
        return Objects.equals(limits.get(now.name()), now.value());
    }

    /** Whether these changes of a topic that has {@code current} let Kafka delete records that it keeps now. */
    static boolean lower(List<AlterConfigOp> changes, Config current) {
        return changes.stream()
                .map(AlterConfigOp::configEntry)
                .filter(change -> change.name().equals(RETENTION_BYTES))
                .anyMatch(change -> {
                    long now = Long.parseLong(current.get(RETENTION_BYTES).value());
                    return now < 0 || Long.parseLong(change.value()) < now;
                });
    }
}
