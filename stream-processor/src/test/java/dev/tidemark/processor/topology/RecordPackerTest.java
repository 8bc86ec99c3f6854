package dev.tidemark.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.topic.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordPackerTest {
    private static final TopicPartition REQUESTS = new TopicPartition(Topics.REQUESTS.name(), 3);
    private static final TopicPartition DRIVEN = new TopicPartition(Topics.REQUESTS.name(), 0);
    private static final Instant AT = DrivenTopology.START.plusSeconds(5);

    @TempDir
    Path folder;

    @Test
    void onConsume_requests_areInPacksWithTheirFirstOffset() {
        List<ConsumerRecord<byte[], byte[]>> records =
                LongStream.range(100, 1300).mapToObj(i -> record(REQUESTS, i)).toList();

        List<ConsumerRecord<byte[], byte[]>> packs = packed(REQUESTS, records).records(REQUESTS);

        assertThat(packs).extracting(ConsumerRecord::offset).containsExactly(100L, 612L, 1124L);
        assertThat(packs).extracting(ConsumerRecord::timestamp).containsExactly(611L, 1123L, 1299L);
        assertThat(packs).flatExtracting(RecordPackerTest::inside).isEqualTo(records);
    }

    @Test
    void onConsume_largeRequests_areInPacksOfBoundedSize() {
        byte[] half = new byte[RecordPacker.PACK_BYTES / 2 - 200];
        List<ConsumerRecord<byte[], byte[]>> records = List.of(
                record(REQUESTS, 1, half),
                record(REQUESTS, 2, half),
                record(REQUESTS, 3, new byte[1]),
                record(REQUESTS, 4, new byte[2 * RecordPacker.PACK_BYTES]),
                record(REQUESTS, 5, new byte[1]));

        List<ConsumerRecord<byte[], byte[]>> packs = packed(REQUESTS, records).records(REQUESTS);

        assertThat(packs).extracting(ConsumerRecord::offset).containsExactly(1L, 3L, 4L, 5L);
        assertThat(packs).flatExtracting(RecordPackerTest::inside).isEqualTo(records);
    }

    @Test
    void onConsume_requestsWithManyHeaders_areInPacksOfBoundedSize() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ConsumerRecord<byte[], byte[]> record = record(REQUESTS, i);
            for (int header = 0; header < 1_000; header++) {
                record.headers().add("h", null);
            }
            records.add(record);
        }

        assertThat(packed(REQUESTS, records).records(REQUESTS)).hasSize(12);
    }

    @Test
    void onConsume_nextOffsets_arePassedOn() {
        assertThat(packed(REQUESTS, List.of(record(REQUESTS, 7))).nextOffsets())
                .isEqualTo(Map.of(REQUESTS, new OffsetAndMetadata(8)));
    }

    @Test
    void onConsume_otherTopic_isUnchanged() {
        TopicPartition other = new TopicPartition("deltas", 0);
        List<ConsumerRecord<byte[], byte[]>> records = List.of(record(other, 1), record(other, 2));

        assertThat(packed(other, records).records(other)).isEqualTo(records);
    }

    @Test
    void process_recordsInAPack_giveTheSameResultAsOneByOne() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            records.add(record(DRIVEN, i, i % 7 == 3 ? "garbage".getBytes(UTF_8) : request(i % 5)));
        }
        records.add(record(DRIVEN, 40, null));
        ConsumerRecord<byte[], byte[]> pack =
                packed(DRIVEN, records).records(DRIVEN).get(0);
        try (DrivenTopology single = new DrivenTopology(folder.resolve("single"), TopologySettings.DEFAULTS);
                DrivenTopology packed = new DrivenTopology(folder.resolve("packed"), TopologySettings.DEFAULTS)) {
            records.forEach(one -> single.append(AT, one.value()));
            packed.append(new TestRecord<>(pack.key(), pack.value(), pack.headers(), AT));

            assertThat(packed.rollups()).isNotEmpty().isEqualTo(single.rollups());
            assertThat(deadLetters(packed)).hasSize(7).isEqualTo(deadLetters(single));
            assertThat(counted(packed)).isEqualTo(counted(single));
        }
    }

    @Test
    void process_foreignHeaderOfThatName_isIgnored() {
        try (DrivenTopology topology = new DrivenTopology(folder, TopologySettings.DEFAULTS)) {
            RecordHeaders headers = new RecordHeaders();
            headers.add(RecordPack.NAME, new byte[0]);
            topology.append(new TestRecord<>(null, request(1), headers, AT));

            assertThat(topology.counters.requestsAccepted()).isEqualTo(1);
        }
    }

    private static ConsumerRecords<byte[], byte[]> packed(
            TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        Map<TopicPartition, OffsetAndMetadata> next = Map.of(
                partition, new OffsetAndMetadata(records.get(records.size() - 1).offset() + 1));
        return new RecordPacker().onConsume(new ConsumerRecords<>(Map.of(partition, records), next));
    }

    private static Map<String, Long> counted(DrivenTopology topology) {
        Map<String, Long> values = new HashMap<>(topology.counters.values());
        // The driver commits after each of its records.
        values.remove("rollups_published_total");
        values.remove("windows_stored_total");
        values.remove("window_memory_bytes");
        return values;
    }

    /** Each record as its value and the content of its headers. */
    private static List<String> deadLetters(DrivenTopology topology) {
        return topology.deadLetters().stream()
                .map(deadLetter -> Arrays.toString(deadLetter.value()) + deadLetter.getHeaders())
                .toList();
    }

    private static byte[] request(int route) {
        return Codecs.REQUEST_JSON.encode(
                DrivenTopology.event(DrivenTopology.START, "shop", "/" + route, 200, 1_000 + route));
    }

    private static List<ConsumerRecord<byte[], byte[]>> inside(ConsumerRecord<byte[], byte[]> pack) {
        return ((RecordPack) pack.headers().lastHeader(RecordPack.NAME)).records();
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset) {
        return record(partition, offset, null);
    }

    private static ConsumerRecord<byte[], byte[]> record(
            TopicPartition partition, long offset, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                partition.equals(DRIVEN) ? AT.toEpochMilli() : offset,
                TimestampType.LOG_APPEND_TIME,
                0,
                value == null ? -1 : value.length,
                null,
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
