package dev.tidemark.processor.topics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.processor.health.StartException;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TopicDeclarationIT {
    private static final KafkaBroker KAFKA = new KafkaBroker(KafkaSettings.temporary()
            .with("log.retention.check.interval.ms", "500")
            .with("log.initial.task.delay.ms", "500"));
    private static final String TYPE = "message.timestamp.type";
    private static final String COMPRESSION = "compression.type";
    private static final List<String> NAMES = List.of(
            Topics.REQUESTS.name(),
            Topics.LOGS.name(),
            Topics.SAMPLES.name(),
            Topics.CALLS.name(),
            Topics.ROLLUPS.name(),
            DeadLetter.TOPIC);

    @BeforeAll
    static void start() {
        KAFKA.start();
    }

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()));
    }

    private static int declare(int replicationFactor) {
        return declare(replicationFactor, 0);
    }

    private static int declare(int replicationFactor, long maxBytes) {
        Map<String, String> kafka = Map.of("bootstrap.servers", KAFKA.bootstrapServers());
        return new TopicDeclaration(kafka, Duration.ofSeconds(20), replicationFactor, maxBytes, true).declare();
    }

    @AfterEach
    void deleteTopics() throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.deleteTopics(admin.listTopics().names().get()).all().get();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> admin.listTopics().names().get().isEmpty());
        }
    }

    @Test
    void missingTopics_areCreatedOnce_withTheirSettings() throws ExecutionException, InterruptedException {
        assertThat(declare(-1)).isEqualTo(4);
        assertThat(declare(-1)).isEqualTo(4);

        try (Admin admin = admin()) {
            assertThat(admin.listTopics().names().get()).containsAll(NAMES);
            ConfigResource requests = new ConfigResource(ConfigResource.Type.TOPIC, Topics.REQUESTS.name());
            var config = requireNonNull(
                    admin.describeConfigs(List.of(requests)).all().get().get(requests));
            Topics.REQUESTS
                    .settings()
                    .forEach((name, value) ->
                            assertThat(config.get(name).value()).as(name).isEqualTo(value));
        }
    }

    /** Otherwise a broker whose clock was set back would refuse what follows from the records that it took before. */
    @Test
    void topics_takeRecordsOfAYearAhead() throws Exception {
        declare(-1);
        make("internal", 1, Topics.INTERNAL_SETTINGS);
        make("default", 1, Map.of("message.timestamp.after.max.ms", "3600000"));
        long ahead = System.currentTimeMillis() + Duration.ofDays(365).toMillis();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            byte[] bytes = {1};
            for (String topic : List.of(Topics.ROLLUPS.name(), DeadLetter.TOPIC, "internal")) {
                assertThat(producer.send(new ProducerRecord<>(topic, 0, ahead, bytes, bytes))
                                .get()
                                .offset())
                        .isZero();
            }
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("default", 0, ahead, bytes, bytes))
                            .get())
                    .as("the control")
                    .hasCauseInstanceOf(InvalidTimestampException.class);
        }
    }

    @Test
    void existingTopic_keepsItsPartitions() throws ExecutionException, InterruptedException {
        make(Topics.REQUESTS.name(), 7, Map.of(TYPE, "LogAppendTime"));

        assertThat(declare(1)).isEqualTo(7);
    }

    @Test
    void sizeLimits_areSetOnNewAndOnExistingTopics_andKeptWithoutALimit() throws Exception {
        declare(-1, 1L << 30);
        declare(-1, 20L << 30);
        declare(-1, 0);

        try (Admin admin = admin()) {
            for (String topic : NAMES) {
                int partitions = requireNonNull(admin.describeTopics(List.of(topic))
                                .allTopicNames()
                                .get()
                                .get(topic))
                        .partitions()
                        .size();
                for (var limit :
                        new TopicLimits(20L << 30, true).of(topic, partitions).entrySet()) {
                    assertThat(setting(admin, topic, limit.getKey())).as(topic).isEqualTo(limit.getValue());
                }
            }
        }
    }

    @Test
    void ownSizeLimit_isKept_whereNoneIsChosen() throws Exception {
        make(Topics.LOGS.name(), 4, Map.of(TYPE, "LogAppendTime", TopicLimits.RETENTION_BYTES, "107374182400"));
        Map<String, String> kafka = Map.of("bootstrap.servers", KAFKA.bootstrapServers());
        try (Admin admin = admin()) {
            new TopicDeclaration(kafka, Duration.ofSeconds(20), -1, 20L << 30, false).declare();
            assertThat(setting(admin, Topics.LOGS.name(), TopicLimits.RETENTION_BYTES))
                    .isEqualTo("107374182400");

            declare(-1, 20L << 30);
            Awaitility.await()
                    .until(() -> !setting(admin, Topics.LOGS.name(), TopicLimits.RETENTION_BYTES)
                            .equals("107374182400"));
        }
    }

    @Test
    void rollupsTopicWithTheProducersTime_getsTheBrokers() throws Exception {
        make(Topics.ROLLUPS.name(), 4, Map.of("cleanup.policy", "compact,delete"));

        declare(-1);

        try (Admin admin = admin()) {
            Awaitility.await()
                    .until(() -> setting(admin, Topics.ROLLUPS.name(), TYPE).equals("LogAppendTime"));
        }
    }

    /** Ten times as much as the topic's share is sent. */
    @Test
    void requestsBeyondTheLimit_areDeleted() throws Exception {
        long share = 32L << 20;
        declare(-1, 2 * share);
        byte[] record = new byte[256 << 10];
        ThreadLocalRandom.current().nextBytes(record);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                Admin admin = admin()) {
            for (long sent = 0; sent < 10 * share; sent += record.length) {
                producer.send(
                        new ProducerRecord<>(Topics.REQUESTS.name(), (int) (sent / record.length % 4), null, record));
            }
            producer.flush();

            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> bytes(admin) <= share);
            assertThat(bytes(admin)).isGreaterThan(share / 4);
        }
    }

    /** The size of the requests topic. */
    private static long bytes(Admin admin) throws ExecutionException, InterruptedException {
        return admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
                .flatMap(dirs -> dirs.values().stream())
                .flatMap(dir -> dir.replicaInfos().entrySet().stream())
                .filter(replica -> replica.getKey().topic().equals(Topics.REQUESTS.name()))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }

    @Test
    void requestsTopicWithCreateTime_isRejected() throws ExecutionException, InterruptedException {
        make(Topics.REQUESTS.name(), 4, Map.of());

        assertThatThrownBy(() -> declare(-1))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(
                        "topic tidemark.requests.v1 has message.timestamp.type CreateTime: expected" + " LogAppendTime")
                .hasMessageContaining("kafka-configs --alter");
    }

    @Test
    void deadLettersTopicWithASmallerSizeLimit_isRejected() throws ExecutionException, InterruptedException {
        make(DeadLetter.TOPIC, 1, Map.of());

        assertThatThrownBy(() -> declare(-1))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(
                        "topic tidemark.dead-letters.v1 has max.message.bytes 1048588: expected at least 2097152")
                .hasMessageContaining("kafka-configs --alter");
    }

    @Test
    void topicThatTheBrokerCompressesAnew_isWarnedOf() throws ExecutionException, InterruptedException {
        make(Topics.LOGS.name(), 4, Map.of(TYPE, "LogAppendTime", COMPRESSION, "uncompressed"));
        Logger logger = (Logger) LoggerFactory.getLogger(TopicDeclaration.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.setLevel(Level.WARN);
        logger.addAppender(log);
        try {
            declare(-1);
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }

        assertThat(log.list.stream()
                        .filter(line -> line.getLevel() == Level.WARN)
                        .map(ILoggingEvent::getFormattedMessage))
                .singleElement()
                .asString()
                .startsWith("topic tidemark.logs.v1 has compression.type uncompressed: expected producer");
    }

    @Test
    void replicationFactor_tooHighForTheCluster_isReported() {
        assertThatThrownBy(() -> declare(3))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(KAFKA.bootstrapServers())
                .hasMessageContaining("replication factor");
    }

    @Test
    void brokerNotAnswering_isReportedWithItsAddress() {
        TopicDeclaration topics =
                new TopicDeclaration(Map.of("bootstrap.servers", "127.0.0.1:9"), Duration.ofMillis(100), -1);

        assertThatThrownBy(topics::declare)
                .isInstanceOf(StartException.class)
                .hasMessage("Kafka at 127.0.0.1:9 was not ready within PT0.1S: expected a broker at the address"
                        + " in tidemark.kafka.bootstrap-servers");
    }

    @Test
    void address_malformed_isReported() {
        TopicDeclaration topics =
                new TopicDeclaration(Map.of("bootstrap.servers", "not an address"), Duration.ofMillis(100), -1);

        assertThatThrownBy(topics::declare).isInstanceOf(StartException.class).hasMessageContaining("not an address");
    }

    private static void make(String name, int partitions, Map<String, String> settings)
            throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings)))
                    .all()
                    .get();
            // A topic of this name that was just deleted may have had others.
            Awaitility.await()
                    .until(() -> setting(admin, name, TYPE).equals(settings.getOrDefault(TYPE, "CreateTime"))
                            && setting(admin, name, COMPRESSION)
                                    .equals(settings.getOrDefault(COMPRESSION, "producer")));
        }
    }

    private static String setting(Admin admin, String name, String setting)
            throws ExecutionException, InterruptedException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
        try {
            return requireNonNull(
                            admin.describeConfigs(List.of(topic)).all().get().get(topic))
                    .get(setting)
                    .value();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return "unknown";
            }
            throw e;
        }
    }
}
