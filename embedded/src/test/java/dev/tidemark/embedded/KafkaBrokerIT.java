package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerIT {

    @Test
    @DisabledIfEnvironmentVariable(
            named = BackendSource.VARIABLE,
            matches = "containers",
            disabledReason = "it watches the server's process, and a container's may be on another kernel")
    void kill_thenStart_keepsTheRecords() throws Exception {
        try (var broker = new KafkaBroker(KafkaSettings.temporary())) {
            broker.start();
            createTopic(broker, "tides");
            send(broker, "tides", "high");
            String address = broker.address();
            long pid = broker.pid();

            broker.kill();
            assertThat(ProcessHandle.of(pid)).isEmpty();
            broker.start();

            assertThat(broker.address()).isEqualTo(address);
            send(broker, "tides", "low");
            assertThat(read(broker, "tides", 2)).containsExactly("high", "low");
        }
    }

    @Test
    void stop_leavesNoProcessAndKeepsTheRecords(@TempDir Path folder) throws Exception {
        var settings = KafkaSettings.fixed(folder.resolve("data"), folder.resolve("kafka.log"), 0);
        try (var broker = new KafkaBroker(settings)) {
            broker.start();
            assertThat(broker.hasTopic("tides")).isFalse();
            createTopic(broker, "tides");
            // No answer within a second counts as not running.
            await().atMost(Duration.ofMinutes(3)).until(() -> broker.hasTopic("tides"));
            send(broker, "tides", "high");
            long pid = broker.pid();

            broker.stop();
            assertThat(ProcessHandle.of(pid)).isEmpty();
            broker.start();

            assertThat(read(broker, "tides", 1)).containsExactly("high");
        }
    }

    @Test
    void start_withAnInvalidSetting_failsWithTheEndOfTheLog() {
        try (var broker = new KafkaBroker(KafkaSettings.temporary().with("num.io.threads", "none"))) {
            assertThatThrownBy(broker::start)
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("kafka on port " + broker.port() + " ended with")
                    .hasMessageContaining("num.io.threads");
        }
    }

    private static void createTopic(KafkaBroker broker, String topic) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(20, TimeUnit.SECONDS);
        }
    }

    private static void send(KafkaBroker broker, String topic, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(KafkaBroker broker, String topic, int count) {
        var values = new java.util.ArrayList<String>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
