package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The topics' contents as external consumers read them, and the handling of malformed records. */
class TopicsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration READ = Duration.ofSeconds(20);
    private static final String SHOP = "\"service\":\"shop\"";

    private final RunningTidemark tidemark = RunningTidemark.withDemo();

    @Test
    void requests_readFromTheTopic_areTheDocumentedJson() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records = await().atMost(Duration.ofMinutes(3))
                .until(
                        () -> records(Topics.REQUESTS.name()).stream()
                                .filter(record -> text(record).contains(SHOP))
                                .toList(),
                        found -> !found.isEmpty());

        for (ConsumerRecord<byte[], byte[]> record : records) {
            assertDocumented(JSON.readTree(record.value()));
        }
    }

    /** All routes that visitors may request, including unknown ones. */
    private static void assertDocumented(JsonNode event) {
        assertThat(event.get("ts").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(event.get("service").asText()).isEqualTo("shop");
        assertThat(event.get("route").asText()).matches("(/([a-z]+|\\{[a-zA-Z]+}))+|UNMATCHED");
        assertThat(event.get("status").isInt()).isTrue();
        assertThat(event.get("duration_us").isIntegralNumber()).isTrue();
        assertThat(event.get("trace_id").asText()).matches("[0-9a-f]{32}");
        assertThat(event.get("span_id").asText()).matches("[0-9a-f]{16}");
    }

    @Test
    void logs_readFromTheTopic_areTheDocumentedJsonKeyedByInstance() throws Exception {
        ConsumerRecord<byte[], byte[]> record = first(Topics.LOGS.name(), SHOP);
        JsonNode event = JSON.readTree(record.value());

        assertThat(event.get("level").asText()).isIn("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
        assertThat(event.get("message").asText()).isNotEmpty();
        assertThat(new String(record.key(), StandardCharsets.UTF_8))
                .isEqualTo(event.get("instance").asText());
    }

    @Test
    void malformedRecord_onTheRequestsTopic_becomesADeadLetter() throws Exception {
        byte[] rubbish =
                ("{\"service\": 7, \"rubbish\": \"" + System.nanoTime() + "\"").getBytes(StandardCharsets.UTF_8);
        Properties settings = new Properties();
        settings.put("bootstrap.servers", tidemark.kafka());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.REQUESTS.name(), rubbish)).get();
        }

        ConsumerRecord<byte[], byte[]> letter = await().atMost(Duration.ofMinutes(3))
                .until(
                        () -> records(DeadLetter.TOPIC).stream()
                                .filter(r -> Arrays.equals(r.value(), rubbish))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(header(letter, DeadLetter.SOURCE_TOPIC)).isEqualTo(Topics.REQUESTS.name());
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo("malformed");
        assertThat(header(letter, DeadLetter.DETAIL)).contains("expected");

        long count = tidemark.api()
                .json("/api/monitoring/summary?period=5m")
                .at("/api/request_count")
                .asLong();
        await().atMost(Duration.ofMinutes(3))
                .until(() -> tidemark.api()
                                .json("/api/monitoring/summary?period=5m")
                                .at("/api/request_count")
                                .asLong()
                        > count);
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    /** Returns the first record whose value contains {@code part}; other tests also write to the topics. */
    private ConsumerRecord<byte[], byte[]> first(String topic, String part) {
        return await().atMost(Duration.ofMinutes(3))
                .until(
                        () -> records(topic).stream()
                                .filter(r -> text(r).contains(part))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", tidemark.kafka(), "isolation.level", "read_committed", "max.poll.records", 5_000);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + READ.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())
                    && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(300)).forEach(found::add);
            }
        }
        return found;
    }
}
