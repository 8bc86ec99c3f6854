package dev.tidemark.processor.topics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topic;
import dev.tidemark.wire.topic.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.junit.jupiter.api.Test;

class TopicLimitsTest {

    @Test
    void allTopics_withTheirNewestSegments_fitTheLimit() {
        for (long max : new long[] {1L << 30, 20L << 30, 1L << 40}) {
            TopicLimits limits = new TopicLimits(max, true);
            long sum = bytes(limits, DeadLetter.TOPIC, DeadLetter.PARTITIONS);
            for (Topic<?> topic : Topics.ALL) {
                sum += bytes(limits, topic.name(), topic.partitions());
            }
            assertThat(sum).isBetween(max * 90 / 100, max * 95 / 100);
        }
    }

    @Test
    void segments_takeTheLargestBatch() {
        Map<String, String> limits = new TopicLimits(1L << 30, true).of(DeadLetter.TOPIC, 64);

        assertThat(Long.parseLong(requireNonNull(limits.get("segment.bytes")))).isGreaterThan(DeadLetter.MAX_BYTES);
        assertThat(Long.parseLong(requireNonNull(limits.get("retention.bytes"))))
                .isPositive();
    }

    @Test
    void noLimit_changesNothing() {
        assertThat(TopicLimits.NONE.of(Topics.REQUESTS.name(), 4)).isEmpty();
    }

    @Test
    void ownLimitOfATopic_isKeptByTheDefaultOnly() {
        Config own = config(ConfigSource.DYNAMIC_TOPIC_CONFIG, "107374182400");

        assertThat(changed(false, 4, own)).isEmpty();
        assertThat(changed(true, 4, own)).containsExactly("retention.bytes", "segment.bytes");
        assertThat(changed(false, 4, config(ConfigSource.DEFAULT_CONFIG, "-1")))
                .containsExactly("retention.bytes", "segment.bytes");
        Config earlier = config(
                ConfigSource.DYNAMIC_TOPIC_CONFIG,
                requireNonNull(limits(false).of(Topics.REQUESTS.name(), 4).get("retention.bytes")));
        assertThat(changed(false, 8, earlier)).as("partitions were added").containsExactly("retention.bytes");
    }

    /** The default had a quarter for logs before there was a topic of calls: nobody has chosen that. */
    @Test
    void earlierShareOfLogs_isReplaced() {
        Config current = config(ConfigSource.DYNAMIC_TOPIC_CONFIG, "1073741819");

        assertThat(limits(false).changes(Topics.LOGS.name(), 4, current))
                .anySatisfy(change -> assertThat(change.configEntry().name()).isEqualTo("retention.bytes"));
        assertThat(limits(false).changes(Topics.REQUESTS.name(), 4, current)).isEmpty();
    }

    @Test
    void lowerLimit_isNoticed() {
        assertThat(lower("-1")).isTrue();
        assertThat(lower("107374182400")).isTrue();
        assertThat(lower("1048576")).isFalse();
    }

    private static boolean lower(String retention) {
        Config current = config(ConfigSource.DYNAMIC_TOPIC_CONFIG, retention);
        return TopicLimits.lower(limits(true).changes(Topics.REQUESTS.name(), 4, current), current);
    }

    private static TopicLimits limits(boolean chosen) {
        return new TopicLimits(20L << 30, chosen);
    }

    private static List<String> changed(boolean chosen, int partitions, Config current) {
        return limits(chosen).changes(Topics.REQUESTS.name(), partitions, current).stream()
                .map(change -> change.configEntry().name())
                .toList();
    }

    private static Config config(ConfigSource source, String retention) {
        return new Config(List.of(entry("retention.bytes", retention, source), entry("segment.bytes", "77", source)));
    }

    private static ConfigEntry entry(String name, String value, ConfigSource source) {
        return new ConfigEntry(name, value, source, false, false, List.of(), ConfigEntry.ConfigType.LONG, "");
    }

    private static long bytes(TopicLimits limits, String topic, int partitions) {
        return partitions
                * limits.of(topic, partitions).values().stream()
                        .mapToLong(Long::parseLong)
                        .sum();
    }
}
