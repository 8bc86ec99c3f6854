package dev.tidemark.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process with a small heap that reads batches of a few kilobytes from a real broker. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BoundedConsumerIT {
    private static final int MEBIBYTE = 1 << 20;

    /** More mebibytes than the heap of the process has. */
    private static final int LARGE = 40;

    private final String topic = "bounded." + UUID.randomUUID();

    @TempDir
    private Path folder;

    @Test
    void recordsAndBatchesLargerThanTheHeap_areReadInBoundedMemory() throws Exception {
        create(1);
        List<String> codecs = List.of("zstd", "gzip", "lz4", "snappy");
        for (String codec : codecs) {
            try (KafkaProducer<byte[], byte[]> producer = producer(codec, 0)) {
                producer.send(record(0, "before".getBytes(UTF_8))).get();
                producer.send(record(0, new byte[LARGE * MEBIBYTE])).get();
                producer.send(record(0, "after".getBytes(UTF_8))).get();
            }
        }
        int many = 3 * codecs.size();
        sendAtOnce(1, LARGE);

        ChildProcess bounded = start("bounded", 0);
        // Kafka's own consumer, after the large records.
        ChildProcess unbounded = start("plain", many);
        List<String> read = output(bounded, 0)
                .lines()
                .filter(line -> line.matches("\\d+ .*"))
                .map(line -> line.replaceAll("of \\d{8,9}", "of N"))
                .toList();

        for (int i = 0; i < codecs.size(); i++) {
            assertThat(read.subList(3 * i, 3 * i + 3))
                    .containsExactly(
                            3 * i + " 6",
                            3 * i + 1
                                    + " 65536 1 too large: a record of N bytes: expected at most 4194304 (the first 65536 of N bytes"
                                    + " of its value)",
                            3 * i + 2 + " 5");
        }
        assertThat(read.subList(many, read.size())).hasSize(LARGE).allMatch(line -> line.endsWith(" " + MEBIBYTE));
        output(unbounded, 3);
    }

    @Test
    void partitionsOfMoreThanAPollReturns_areFetchedOnce_andAllAreRead() throws Exception {
        create(3);
        sendAtOnce(3, 20);
        List<Integer> fetched = new ArrayList<>();
        Map<Integer, List<Long>> offsets = new HashMap<>();
        try (BoundedConsumer consumer = consumer(Map.of("max.poll.records", 1000))) {
            FetchInterceptor.install(consumer, records -> {
                if (records.sizeInBytes() > 0) {
                    fetched.add(records.sizeInBytes());
                }
                return records;
            });
            consumer.assign(partitions(3));
            consumer.seekToBeginning(partitions(3));
            Set<TopicPartition> paused = Set.of();
            int polls = 0;
            while (offsets.values().stream().mapToInt(List::size).sum() < 60) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(100));
                polled.forEach(record -> offsets.computeIfAbsent(record.partition(), partition -> new ArrayList<>())
                        .add(record.offset()));
                assertThat(polled.count()).isLessThanOrEqualTo(8);
                assertThat(Collections.disjoint(polled.partitions(), paused)).isTrue();
                // In the middle of a partition, for one poll.
                consumer.resume(paused);
                paused = polls++ % 2 == 0 ? Set.copyOf(polled.partitions()) : Set.of();
                consumer.pause(paused);
            }
        }

        assertThat(offsets.values())
                .hasSize(3)
                .allMatch(read -> read.equals(LongStream.range(0, 20).boxed().toList()));
        assertThat(fetched).hasSize(3);
    }

    @Test
    void fetchThatCannotBeBounded_isRepeated() throws Exception {
        create(1);
        sendAtOnce(1, 1);
        AtomicBoolean failed = new AtomicBoolean();
        try (BoundedConsumer consumer = consumer(Map.of())) {
            FetchInterceptor.install(consumer, records -> {
                if (failed.compareAndSet(false, true)) {
                    throw new IllegalStateException("a fault");
                }
                return records;
            });
            consumer.assign(partitions(1));
            consumer.seekToBeginning(partitions(1));

            await().atMost(Duration.ofMinutes(3))
                    .until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
        }
        assertThat(failed).isTrue();
    }

    @Test
    void otherGroupProtocol_isRefused_andNothingIsLeftRunning() {
        assertThatThrownBy(() -> consumer(Map.of("group.protocol", "consumer", "group.id", topic)))
                .isInstanceOf(IllegalStateException.class);

        await().atMost(Duration.ofMinutes(3))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains("consumer_background_thread")));
    }

    @Test
    void brokerThatIsAway_isReportedAsByKafkasConsumer() {
        try (BoundedConsumer consumer = new BoundedConsumer(Map.of("bootstrap.servers", "127.0.0.1:9"))) {
            assertThatThrownBy(() -> consumer.partitionsFor(topic, Duration.ofMillis(200)))
                    .isInstanceOf(TimeoutException.class);
        }
    }

    private ChildProcess start(String how, int fromOffset) {
        return ChildProcess.start(new Command(
                "reader",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TopicReader.class.getName(),
                        how,
                        Backends.kafka().bootstrapServers(),
                        topic,
                        Integer.toString(fromOffset)),
                Map.of(),
                folder.resolve(how + fromOffset + ".log")));
    }

    /** Waits for its end with {@code expectedStatus}; an {@code OutOfMemoryError} makes it 3. */
    private static String output(ChildProcess reader, int expectedStatus) {
        try {
            assertThat(reader.await(Duration.ofMinutes(2))).as(reader.tail(50)).isTrue();
            assertThat(reader.exitStatus()).as(reader.tail(50)).isEqualTo(expectedStatus);
            return reader.tail(500);
        } finally {
            reader.kill();
        }
    }

    private void create(int partitions) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", Backends.kafka().bootstrapServers()))) {
            // Snappy compresses to no less than a twentieth.
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)
                            .configs(Map.of("max.message.bytes", Integer.toString(8 * MEBIBYTE)))))
                    .all()
                    .get();
        }
    }

    private void sendAtOnce(int partitions, int records) {
        byte[] value = new byte[MEBIBYTE];
        try (KafkaProducer<byte[], byte[]> producer = producer("zstd", 100)) {
            for (int i = 0; i < partitions * records; i++) {
                producer.send(record(i % partitions, value));
            }
        }
    }

    private List<TopicPartition> partitions(int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private ProducerRecord<byte[], byte[]> record(int partition, byte[] value) {
        return new ProducerRecord<>(topic, partition, null, value);
    }

    private static BoundedConsumer consumer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", Backends.kafka().bootstrapServers());
        return new BoundedConsumer(config);
    }

    private static KafkaProducer<byte[], byte[]> producer(String compression, int lingerMillis) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        Backends.kafka().bootstrapServers(),
                        "compression.type",
                        compression,
                        "max.request.size",
                        64 * MEBIBYTE,
                        "buffer.memory",
                        128L * MEBIBYTE,
                        "batch.size",
                        MEBIBYTE,
                        "linger.ms",
                        lingerMillis),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
