package dev.tidemark.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process with a small heap that reads batches of a few kilobytes from a real broker. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BoundedConsumerIT {
    private static final int MEBIBYTE = 1 << 20;

    private final String topic = "bounded." + UUID.randomUUID();

    @TempDir
    private Path folder;

    /** Snappy compresses to no less than a twentieth, so more does not fit the broker's limit. */
    @ParameterizedTest
    @CsvSource({"zstd, 200", "gzip, 200", "lz4, 200", "snappy, 20"})
    void recordLargerThanTheHeap_isPassedOver(String compression, int mebibytes) throws Exception {
        create();
        try (KafkaProducer<byte[], byte[]> producer = producer(compression)) {
            producer.send(record("before".getBytes(UTF_8))).get();
            producer.send(record(new byte[mebibytes * MEBIBYTE])).get();
            producer.send(record("after".getBytes(UTF_8))).get();
        }

        String output = read("bounded", 0);

        assertThat(output.lines()
                        .filter(line -> line.matches("\\d+ .*"))
                        .map(line -> line.replaceAll("of \\d{8,9}", "of N")))
                .containsExactly(
                        "0 6",
                        "1 65536 1 too large: a record of N bytes: expected at most 4194304 (the first 65536 of N bytes of its"
                                + " value)",
                        "2 5");
    }

    @Test
    void batchLargerThanTheHeap_isReadWhole() throws Exception {
        create();
        sendAtOnce(200);

        String output = read("bounded", 0);

        assertThat(output.lines().filter(line -> line.endsWith(" " + MEBIBYTE))).hasSize(200);
        assertThat(output.lines().filter(line -> line.contains("too large"))).isEmpty();
    }

    @Test
    void withoutBounds_theProcessEnds() throws Exception {
        create();
        sendAtOnce(200);

        read("plain", 3);
    }

    @Test
    void brokerThatIsAway_isReportedAsByKafkasConsumer() {
        try (BoundedConsumer consumer = new BoundedConsumer(Map.of("bootstrap.servers", "127.0.0.1:9"))) {
            assertThatThrownBy(() -> consumer.partitionsFor(topic, Duration.ofSeconds(1)))
                    .isInstanceOf(TimeoutException.class);
        }
    }

    /** Ends with {@code expectedStatus}; an {@code OutOfMemoryError} makes it 3. */
    private String read(String how, int expectedStatus) {
        ChildProcess reader = ChildProcess.start(new Command(
                "reader",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TopicReader.class.getName(),
                        how,
                        Backends.kafka().bootstrapServers(),
                        topic),
                Map.of(),
                folder.resolve("reader.log")));
        try {
            assertThat(reader.await(Duration.ofMinutes(2))).as(reader.tail(50)).isTrue();
            assertThat(reader.exitStatus()).as(reader.tail(50)).isEqualTo(expectedStatus);
            return reader.tail(500);
        } finally {
            reader.kill();
        }
    }

    private void create() throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", Backends.kafka().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private void sendAtOnce(int records) {
        byte[] value = new byte[MEBIBYTE];
        try (KafkaProducer<byte[], byte[]> producer = producer("zstd")) {
            for (int i = 0; i < records; i++) {
                producer.send(record(value));
            }
        }
    }

    private ProducerRecord<byte[], byte[]> record(byte[] value) {
        return new ProducerRecord<>(topic, 0, null, value);
    }

    private static KafkaProducer<byte[], byte[]> producer(String compression) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        Backends.kafka().bootstrapServers(),
                        "compression.type",
                        compression,
                        "max.request.size",
                        256 * MEBIBYTE,
                        "buffer.memory",
                        512L * MEBIBYTE,
                        "batch.size",
                        MEBIBYTE,
                        "linger.ms",
                        500),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
