package dev.tidemark.processor.lag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.metrics.Sample;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.internals.ProcessorMetadata;
import org.apache.kafka.streams.processor.internals.TopicPartitionMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LagsTest {
    private static final TopicPartition PARTITION = new TopicPartition("tidemark.requests.v1", 3);

    private final Lags lags = new Lags();

    @Test
    void lag_isTheDistanceToTheEnd() {
        assertThat(of(position(40, 9_000L), 100, 10_000))
                .containsEntry("lag_records", 60.0)
                .containsEntry("lag_seconds", 1.0);
        assertThat(of(position(100, 9_000L), 100, 10_000))
                .containsEntry("lag_records", 0.0)
                .containsEntry("lag_seconds", 0.0);
    }

    /** The first record after a quiet hour has not waited for an hour. */
    @Test
    void lagAfterQuiet_countsFromTheLastMomentWithoutLag() {
        of(position(100, 1_000L), 100, 3_600_000);

        assertThat(of(position(100, 1_000L), 101, 3_605_000))
                .containsEntry("lag_records", 1.0)
                .containsEntry("lag_seconds", 5.0);
    }

    @Test
    void lag_countsFromTheLastProcessedRecord_ifThatIsNewer() {
        of(position(100, 1_000L), 100, 10_000);

        assertThat(of(position(101, 12_000L), 102, 15_000)).containsEntry("lag_seconds", 3.0);
    }

    /** The last moment without a lag is tracked per stage and partition. */
    @Test
    void partitionThatCaughtUp_doesNotAffectOthers() {
        of(position(100, null), 100, 10_000);

        assertThat(of(new PartitionOffset(PartitionOffset.TOPOLOGY, PARTITION, 50, null), 100, 12_000))
                .doesNotContainKey("lag_seconds");
        TopicPartition other = new TopicPartition("tidemark.requests.v1", 0);
        assertThat(lags.of(
                        List.of(new PartitionOffset(PartitionOffset.SINK, other, 50, null)),
                        Map.of(other, 100L),
                        12_000))
                .extracting(sample -> sample.descriptor().name())
                .containsExactly("lag_records");
    }

    /** Two servers and two clocks do not agree to the millisecond. */
    @Test
    void lag_isNeverNegative() {
        assertThat(of(position(101, 11_000L), 100, 10_000))
                .isEqualTo(Map.of("lag_records", 0.0, "lag_seconds", 0.0, "stored_age_seconds", 0.0));
    }

    @Test
    void topology_hasNoStoredAge_andNamesItsStage() {
        assertThat(lags.of(
                        List.of(new PartitionOffset(PartitionOffset.TOPOLOGY, PARTITION, 40, 9_000L)),
                        Map.of(PARTITION, 100L),
                        10_000))
                .allSatisfy(
                        sample -> assertThat(sample.labels()).containsExactly("topology", "tidemark.requests.v1", "3"))
                .extracting(sample -> sample.descriptor().name())
                .containsExactly("lag_records", "lag_seconds");
    }

    @Test
    void lagOfUnknownAge_isReportedInRecordsOnly() {
        assertThat(of(position(0, null), 7, 1_000))
                .containsEntry("lag_records", 7.0)
                .doesNotContainKey("lag_seconds");
    }

    /** Kafka does not answer, or the topic is gone. */
    @Test
    void partitionWithoutAnEnd_hasOnlyTheStoredAge() {
        assertThat(samples(lags.of(List.of(position(1, 4_000L)), Map.of(), 10_000)))
                .isEqualTo(Map.of("stored_age_seconds", 6.0));
    }

    @Test
    void partitionTime_isReadFromKafkasMetadata() {
        assertThat(PartitionTime.of(metadata(1, 1_234))).isEqualTo(1_234);
        assertThat(PartitionTime.of(metadata(2, 1_234))).isEqualTo(1_234);
        assertThat(PartitionTime.of(metadata(0, 1_234))).isNull();
        assertThat(PartitionTime.of(metadata(3, 1_234))).isNull();
        assertThat(PartitionTime.of(metadata(2, -1))).as("no record yet").isNull();
        assertThat(PartitionTime.of("")).isNull();
        assertThat(PartitionTime.of(Base64.getEncoder().encodeToString(new byte[] {2, 0, 0, 0, 0, 0, 0, 9})))
                .as("a byte too short")
                .isNull();
        assertThat(PartitionTime.of("no metadata of Kafka Streams")).isNull();
    }

    /** Uses Kafka's own class, which an upgrade may change. */
    @Test
    void partitionTime_matchesKafkaStreams() {
        assertThat(PartitionTime.of(new TopicPartitionMetadata(1_234, new ProcessorMetadata()).encode()))
                .isEqualTo(1_234);
    }

    private static String metadata(int version, long millis) {
        byte[] bytes = ByteBuffer.allocate(13)
                .put((byte) version)
                .putLong(millis)
                .putInt(0)
                .array();
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static PartitionOffset position(long next, @Nullable Long doneMillis) {
        return new PartitionOffset(PartitionOffset.SINK, PARTITION, next, doneMillis);
    }

    private Map<String, Double> of(PartitionOffset position, long end, long nowMillis) {
        return samples(lags.of(List.of(position), Map.of(PARTITION, end), nowMillis));
    }

    private static Map<String, Double> samples(List<Sample> samples) {
        Map<String, Double> values = new HashMap<>();
        for (Sample sample : samples) {
            assertThat(sample.labels()).contains("tidemark.requests.v1", "3");
            values.put(sample.descriptor().name(), sample.value());
        }
        return values;
    }
}
