package dev.tidemark.processor.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.embedded.Backends;
import dev.tidemark.metrics.Sample;
import dev.tidemark.processor.health.Problem;
import dev.tidemark.processor.sink.Database;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import dev.tidemark.processor.sink.postgres.PostgresSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.processor.internals.ProcessorMetadata;
import org.apache.kafka.streams.processor.internals.TopicPartitionMetadata;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Lags when Kafka and PostgreSQL answer, and when one of them does not. */
class LagWatchIT {
    private static final Map<String, String> KAFKA =
            Map.of("bootstrap.servers", Backends.kafka().bootstrapServers());
    private static final Map<String, String> NOBODY = Map.of("bootstrap.servers", "127.0.0.1:9");
    private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");

    private final String topic = "lag." + UUID.randomUUID();
    private final Database database = Database.migrated();
    private final AtomicBoolean fault = new AtomicBoolean();
    private volatile Instant now = BEGIN;

    /**
     * Of four partitions, the group has committed only for the first. The second has lost its first record, the third
     * ends with an open transaction; the last is empty. The sink has stored records of the first, and of a partition
     * that no longer exists.
     */
    @Test
    void lags_comeFromTheGroupAndTheTable() throws Exception {
        try (Admin admin = Admin.create(new HashMap<>(KAFKA));
                KafkaProducer<byte[], byte[]> open = producer(Map.of("transactional.id", topic));
                LagWatch watch = watch(KAFKA, database.settings())) {
            admin.createTopics(List.of(new NewTopic(topic, 4, (short) 1))).all().get();
            send(0, 5);
            send(1, 4);
            open.initTransactions();
            open.beginTransaction();
            for (int i = 0; i < 2; i++) {
                open.send(new ProducerRecord<>(topic, 2, null, new byte[1])).get();
            }
            admin.deleteRecords(Map.of(partition(1), RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get();
            admin.alterConsumerGroupOffsets(
                            topic, Map.of(partition(0), new OffsetAndMetadata(3, written(BEGIN.minusSeconds(7)))))
                    .all()
                    .get();
            store(topic, 0, 4);
            store(topic, 9, 4);
            store("another", 0, 4);
            watch.start(Duration.ofMillis(100));

            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> watch.problems().isEmpty() && !watch.samples().isEmpty());

            assertThat(values(watch, "lag_records"))
                    .isEqualTo(Map.of(
                            List.of("topology", topic, "0"), 2.0,
                            List.of("topology", topic, "1"), 3.0,
                            List.of("topology", topic, "2"), 0.0,
                            List.of("topology", topic, "3"), 0.0,
                            List.of("sink", topic, "0"), 1.0));
            assertThat(values(watch, "lag_seconds"))
                    .containsEntry(List.of("topology", topic, "0"), 7.0)
                    .containsEntry(List.of("sink", topic, "0"), 2.0)
                    .doesNotContainKey(List.of("topology", topic, "1"));
            assertThat(values(watch, "stored_age_seconds"))
                    .isEqualTo(Map.of(List.of(topic, "0"), 2.0, List.of(topic, "9"), 2.0));
            open.abortTransaction();
        }
    }

    @Test
    void kafkaDown_isReportedWithItsStart_andStoredProgressStaysKnown() {
        store(topic, 0, 4);
        try (LagWatch watch = watch(NOBODY, database.settings())) {
            assertThat(watch.problems())
                    .containsExactly(
                            new Problem("kafka", "not checked yet", BEGIN),
                            new Problem("postgres", "not checked yet", BEGIN));
            now = BEGIN.plusSeconds(10);
            watch.start(Duration.ofMillis(10));

            awaitOnlyProblem(watch, "kafka");
            assertThat(values(watch, "stored_age_seconds")).isEqualTo(Map.of(List.of(topic, "0"), 12.0));
            assertThat(values(watch, "lag_records")).isEmpty();
        }
    }

    @Test
    void postgresDown_isReportedWithItsStart_andTopologyLagStaysKnown() throws Exception {
        try (Admin admin = Admin.create(new HashMap<>(KAFKA));
                LagWatch watch =
                        watch(KAFKA, PostgresSettings.of("jdbc:postgresql://127.0.0.1:9/none", "nobody", "none"))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            send(0, 5);
            now = BEGIN.plusSeconds(10);
            watch.start(Duration.ofMillis(10));

            awaitOnlyProblem(watch, "postgres");
            assertThat(values(watch, "lag_records")).isEqualTo(Map.of(List.of("topology", topic, "0"), 5.0));
        }
    }

    @Test
    void unexpectedException_doesNotStopTheWatch_andCloseEndsItsSession() {
        store(topic, 0, 4);
        try (LagWatch watch = watch(KAFKA, database.settings())) {
            fault.set(true);
            watch.start(Duration.ofMillis(10));

            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> !values(watch, "stored_age_seconds").isEmpty());
            assertThat(fault).as("it happened").isFalse();
            assertThat(sessions()).isOne();
        }
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> sessions() == 0);
    }

    /** The usual case in production: no partition remains whose start offset must be queried. */
    @Test
    void groupWithOffsetsForAllPartitions_isRead() throws Exception {
        try (Admin admin = Admin.create(new HashMap<>(KAFKA));
                LagWatch watch = watch(KAFKA, database.settings())) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
            send(1, 3);
            admin.alterConsumerGroupOffsets(
                            topic,
                            Map.of(partition(0), new OffsetAndMetadata(0), partition(1), new OffsetAndMetadata(1)))
                    .all()
                    .get();
            watch.start(Duration.ofMillis(100));

            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> watch.problems().isEmpty() && !watch.samples().isEmpty());
            assertThat(values(watch, "lag_records"))
                    .isEqualTo(Map.of(List.of("topology", topic, "0"), 0.0, List.of("topology", topic, "1"), 2.0));
        }
    }

    @Test
    void ends_ofNoPartitions_areEmpty() {
        try (KafkaOffsets offsets = new KafkaOffsets(KAFKA)) {
            assertThat(offsets.ends(List.of())).isEmpty();
        }
    }

    @Test
    void ends_allUnknown_throw() {
        try (KafkaOffsets offsets = new KafkaOffsets(KAFKA)) {
            assertThatThrownBy(() -> offsets.ends(List.of(partition(0)))).isInstanceOf(KafkaException.class);
        }
    }

    private void awaitOnlyProblem(LagWatch watch, String part) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> watch.problems().size() == 1
                        && watch.problems().get(0).text().startsWith("does not answer: ")
                        && !watch.samples().isEmpty());
        assertThat(watch.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.part()).isEqualTo(part);
            assertThat(problem.since()).isEqualTo(BEGIN);
        });
    }

    private LagWatch watch(Map<String, String> kafka, PostgresSettings postgres) {
        InstantSource clock = () -> {
            if (fault.getAndSet(false)) {
                throw new IllegalStateException("a fault on purpose");
            }
            return now;
        };
        return new LagWatch(
                kafka, topic, topic, List.of(topic), new PostgresConnector(postgres), clock.withZone(ZoneOffset.UTC));
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    private void send(int partition, int count) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, partition, null, new byte[1]))
                        .get();
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>(KAFKA);
        settings.putAll(more);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The stored progress; the last record is two seconds before {@code BEGIN}. */
    private void store(String topic, int partition, int nextOffset) {
        database.execute("INSERT INTO sink_offset (topic, partition, next_offset, epoch, last_append_time) VALUES ('"
                + topic + "', " + partition + ", " + nextOffset + ", 1, '" + BEGIN.minusSeconds(2) + "')");
    }

    private long sessions() {
        return database.number("SELECT count(*) FROM pg_stat_activity"
                + " WHERE application_name = 'tidemark-lag' AND datname = current_database()");
    }

    /** The metadata that Kafka Streams writes with an offset. */
    private static String written(Instant time) {
        return new TopicPartitionMetadata(time.toEpochMilli(), new ProcessorMetadata()).encode();
    }

    private static Map<List<String>, Double> values(LagWatch watch, String descriptor) {
        return watch.samples().stream()
                .filter(sample -> sample.descriptor().name().equals(descriptor))
                .collect(Collectors.toMap(Sample::labels, Sample::value));
    }
}
