package dev.tidemark.processor.topics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topic;
import dev.tidemark.wire.topic.Topics;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicLimitsTest {

    @Test
    void allTopics_withTheirNewestSegments_fitTheLimit() {
        for (long max : new long[] {1L << 30, 20L << 30, 1L << 40}) {
            TopicLimits limits = new TopicLimits(max);
            long sum = bytes(limits, DeadLetter.TOPIC, DeadLetter.PARTITIONS);
            for (Topic<?> topic : Topics.ALL) {
                sum += bytes(limits, topic.name(), topic.partitions());
            }
            assertThat(sum).isBetween(max * 90 / 100, max * 95 / 100);
        }
    }

    @Test
    void segments_takeTheLargestBatch() {
        Map<String, String> limits = new TopicLimits(1L << 30).of(DeadLetter.TOPIC, 64);

        assertThat(Long.parseLong(requireNonNull(limits.get("segment.bytes")))).isGreaterThan(DeadLetter.MAX_BYTES);
        assertThat(Long.parseLong(requireNonNull(limits.get("retention.bytes"))))
                .isPositive();
    }

    @Test
    void noLimit_changesNothing() {
        assertThat(new TopicLimits(0).of(Topics.REQUESTS.name(), 4)).isEmpty();
    }

    private static long bytes(TopicLimits limits, String topic, int partitions) {
        return partitions
                * limits.of(topic, partitions).values().stream()
                        .mapToLong(Long::parseLong)
                        .sum();
    }
}
