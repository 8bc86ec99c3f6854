package dev.tidemark.processor.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.embedded.Backends;
import dev.tidemark.metrics.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the topology's consumer handles offsets at which Kafka has no record. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StreamsClientsIT {
    private static final Map<String, Object> KAFKA =
            Map.of("bootstrap.servers", Backends.kafka().bootstrapServers());

    private final TopicPartition partition = new TopicPartition("clients." + UUID.randomUUID(), 0);
    private final StreamsClients clients = new StreamsClients();

    /** A partition with the offsets 5 to 7. */
    @BeforeEach
    void send() throws Exception {
        try (Admin admin = Admin.create(KAFKA);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(KAFKA, new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1)))
                    .all()
                    .get();
            for (int i = 0; i < 8; i++) {
                producer.send(new ProducerRecord<>(partition.topic(), new byte[1]))
                        .get();
            }
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(5)))
                    .all()
                    .get();
        }
    }

    @Test
    void offsetBeforeTheFirstRecord_countsTheLostRecords() {
        pollUntilOutOfRange(2);

        assertThat(lost()).isEqualTo(3);
    }

    /** As after an election that truncated the partition, or in a topic that was created again. */
    @Test
    void offsetAfterTheEnd_goesOnAtTheEnd_andCountsNoLoss() {
        try (Consumer<byte[], byte[]> consumer = consumer(1_000)) {
            while (consumer.position(partition) != 8) {
                assertThat(consumer.poll(Duration.ofMillis(100)).isEmpty()).isTrue();
            }
        }
        assertThat(lost()).isZero();
    }

    @Test
    void firstAvailableRecord_isReadWithoutLoss() {
        try (Consumer<byte[], byte[]> consumer = consumer(5)) {
            long read = 0;
            while (read < 3) {
                read += consumer.poll(Duration.ofMillis(100)).count();
            }
        }
        assertThat(lost()).isZero();
    }

    /** Kafka Streams must see the exception, too, or it would not continue. */
    private void pollUntilOutOfRange(long offset) {
        try (Consumer<byte[], byte[]> consumer = consumer(offset)) {
            assertThatThrownBy(() -> {
                        while (true) {
                            consumer.poll(Duration.ofMillis(100));
                        }
                    })
                    .isInstanceOf(OffsetOutOfRangeException.class);
        }
    }

    private Consumer<byte[], byte[]> consumer(long offset) {
        // Without an offset reset policy, as Kafka Streams configures it.
        Consumer<byte[], byte[]> consumer = clients.getConsumer(
                Map.of("bootstrap.servers", Backends.kafka().bootstrapServers(), "auto.offset.reset", "none"));
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        return consumer;
    }

    private double lost() {
        return clients.samples().stream().mapToDouble(Sample::value).sum();
    }
}
