package dev.tidemark.processor.topics;

import static dev.tidemark.wire.topic.Topics.CALLS;
import static dev.tidemark.wire.topic.Topics.LOGS;
import static dev.tidemark.wire.topic.Topics.REQUESTS;
import static dev.tidemark.wire.topic.Topics.ROLLUPS;
import static dev.tidemark.wire.topic.Topics.SAMPLES;
import static java.util.Objects.requireNonNull;

import dev.tidemark.processor.health.StartException;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topic;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates missing public topics, because topics that a broker creates on first use get the broker's defaults. An
 * existing topic keeps its partitions and settings, except for its size limits ({@link TopicLimits}).
 */
public final class TopicDeclaration {
    private static final Logger LOG = LoggerFactory.getLogger(TopicDeclaration.class);
    private static final String TIMESTAMP_TYPE = "message.timestamp.type";
    private static final String MAX_BYTES = "max.message.bytes";
    private static final String COMPRESSION = "compression.type";
    private static final String PRODUCERS = "producer";
    private static final String APPEND_TIME = "LogAppendTime";

    private final Map<String, Object> clients;
    private final Duration patience;
    private final short replicationFactor;
    private final TopicLimits limits;

    /** Leaves the size limits of existing topics. */
    public TopicDeclaration(Map<String, String> kafka, Duration patience, int replicationFactor) {
        this(kafka, patience, replicationFactor, 0, false);
    }

    /**
     * @param kafka the properties of the admin client
     * @param patience how long to wait for a broker
     * @param replicationFactor the replication factor of new topics; -1 for the broker's default
     * @param maxBytes the disk space of one copy of all topics; 0 leaves the size limits of existing topics
     * @param chosen whether a user has set {@code maxBytes}; if not, limits that somebody else has set on a topic stay
     */
    public TopicDeclaration(
            Map<String, String> kafka, Duration patience, int replicationFactor, long maxBytes, boolean chosen) {
        this.limits = new TopicLimits(maxBytes, chosen);
        this.clients = new HashMap<>(kafka);
        clients.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        clients.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        this.patience = patience;
        this.replicationFactor = (short) replicationFactor;
    }

    /**
     * Waits until all public topics exist and can be written to; returns the number of partitions of the requests topic.
     *
     * @throws StartException if no broker answers in time, a topic cannot be created, the requests topic does not use the broker's
     *     time, or the dead letters' topic rejects dead letters of the largest size
     */
    public int declare() {
        long deadline = System.nanoTime() + patience.toNanos();
        try (Admin admin = Admin.create(clients)) {
            while (true) {
                try {
                    create(admin);
                    Collection<TopicDescription> topics = describe(admin);
                    awaitLeaders(admin, topics);
                    limit(admin, topics);
                    checkTimestampType(admin);
                    checkDeadLetterSize(admin);
                    checkCompression(admin);
                    return requestPartitions(topics);
                } catch (RetriableException e) {
                    if (System.nanoTime() > deadline) {
                        throw new StartException(
                                "Kafka at " + clients.get("bootstrap.servers") + " was not ready within " + patience
                                        + ": expected a broker at the address in tidemark.kafka.bootstrap-servers",
                                e);
                    }
                    pause();
                }
            }
        } catch (StartException e) {
            throw e;
        } catch (KafkaException e) {
            throw new StartException(
                    "topics cannot be declared at " + clients.get("bootstrap.servers") + ": " + told(e), e);
        }
    }

    /** A broker that refuses the optional limits gets the topics without them; {@link #limit} then says what is missing. */
    private void create(Admin admin) {
        try {
            create(admin, limits);
        } catch (RetriableException e) {
            throw e;
        } catch (ApiException e) {
            LOG.debug("a topic was refused, and is tried without a size limit", e);
            create(admin, TopicLimits.NONE);
        }
    }

    private void create(Admin admin, TopicLimits limits) {
        var created = admin.createTopics(topics(limits)).values();
        created.forEach((name, future) -> {
            try {
                await(future);
                LOG.info("created topic {}", name);
            } catch (TopicExistsException e) {
                LOG.debug("topic {} exists", name);
            }
        });
    }

    private List<NewTopic> topics() {
        return topics(limits);
    }

    private List<NewTopic> topics(TopicLimits limits) {
        return List.of(
                topic(REQUESTS, limits),
                topic(LOGS, limits),
                topic(SAMPLES, limits),
                topic(CALLS, limits),
                topic(ROLLUPS, limits),
                topic(DeadLetter.TOPIC, DeadLetter.PARTITIONS, Topics.DEAD_LETTER_SETTINGS, limits));
    }

    private NewTopic topic(Topic<?> topic, TopicLimits limits) {
        return topic(topic.name(), topic.partitions(), topic.settings(), limits);
    }

    private NewTopic topic(String name, int partitions, Map<String, String> settings, TopicLimits limits) {
        Optional<Short> replicas = replicationFactor < 0 ? Optional.empty() : Optional.of(replicationFactor);
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(limits.of(name, partitions));
        return new NewTopic(name, Optional.of(partitions), replicas).configs(all);
    }

    private void limit(Admin admin, Collection<TopicDescription> topics) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (TopicDescription topic : topics) {
            Config current = config(admin, topic.name());
            List<AlterConfigOp> ofTopic =
                    limits.changes(topic.name(), topic.partitions().size(), current);
            if (TopicLimits.lower(ofTopic, current)) {
                LOG.warn(
                        "topic {} has {} {} and gets a lower one (tidemark.kafka.max-bytes): Kafka deletes its oldest records beyond it",
                        topic.name(),
                        TopicLimits.RETENTION_BYTES,
                        current.get(TopicLimits.RETENTION_BYTES).value());
            }
            if (!ofTopic.isEmpty()) {
                changes.put(resource(topic.name()), ofTopic);
            }
        }
        changes.forEach((topic, ofTopic) -> {
            String told = ofTopic.stream()
                    .map(change -> change.configEntry().name() + "="
                            + change.configEntry().value())
                    .collect(Collectors.joining(","));
            try {
                await(admin.incrementalAlterConfigs(Map.of(topic, ofTopic)).all());
                LOG.info("set {} of topic {}", told, topic.name());
            } catch (RetriableException e) {
                throw e;
            } catch (ApiException e) {
                LOG.warn(
                        "topic {} keeps its settings, because Kafka refuses to change them ({}): expected {} (tidemark.kafka.max-bytes);"
                                + " change them with kafka-configs --alter --topic {} --add-config {}",
                        topic.name(),
                        told(e),
                        told,
                        topic.name(),
                        told);
            }
        });
    }

    /** A broker may not yet know a topic that another one has just created; that is retried. */
    private Collection<TopicDescription> describe(Admin admin) {
        List<String> names = topics().stream().map(NewTopic::name).toList();
        return await(admin.describeTopics(names).allTopicNames()).values();
    }

    /**
     * Sends a request to the leader of each partition, which it answers only when it has created the partition. Otherwise a quick
     * producer's second batch may be accepted before its first, which is then rejected for good as out of sequence.
     */
    private static void awaitLeaders(Admin admin, Collection<TopicDescription> topics) {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (TopicDescription topic : topics) {
            topic.partitions()
                    .forEach(partition -> partitions.put(
                            new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        await(admin.listOffsets(partitions).all());
    }

    private static int requestPartitions(Collection<TopicDescription> topics) {
        return topics.stream()
                .filter(topic -> topic.name().equals(REQUESTS.name()))
                .mapToInt(topic -> topic.partitions().size())
                .sum();
    }

    private static void checkTimestampType(Admin admin) {
        for (Topic<?> topic : List.of(REQUESTS, LOGS, SAMPLES, CALLS)) {
            String type = setting(admin, topic.name(), TIMESTAMP_TYPE);
            if (type.equals(APPEND_TIME)) {
                continue;
            }
            String told = "topic " + topic.name() + " has " + TIMESTAMP_TYPE + " " + type + ": expected " + APPEND_TIME
                    + ", since lateness is measured by the broker's time; change it with kafka-configs --alter --topic "
                    + topic.name() + " --add-config " + TIMESTAMP_TYPE + "=" + APPEND_TIME;
            if (topic == REQUESTS) {
                throw new StartException(told, null);
            }
            LOG.warn(told);
        }
    }

    /** A broker that compresses batches anew holds each whole batch in memory, unpacked. Otherwise it checks them as a stream. */
    private void checkCompression(Admin admin) {
        for (NewTopic topic : topics()) {
            String type = setting(admin, topic.name(), COMPRESSION);
            if (!type.equals(PRODUCERS)) {
                LOG.warn(
                        "topic {} has {} {}: expected {}, since the broker otherwise unpacks each batch into its memory, and a few"
                                + " kilobytes may unpack to more than it has; change it with kafka-configs --alter --topic {} --add-config {}={}",
                        topic.name(),
                        COMPRESSION,
                        type,
                        PRODUCERS,
                        topic.name(),
                        COMPRESSION,
                        PRODUCERS);
            }
        }
    }

    /** A dead letter that the broker rejects would abort its transaction again and again. */
    private static void checkDeadLetterSize(Admin admin) {
        String bytes = setting(admin, DeadLetter.TOPIC, MAX_BYTES);
        if (Long.parseLong(bytes) < DeadLetter.MAX_BYTES) {
            throw new StartException(
                    "topic " + DeadLetter.TOPIC + " has " + MAX_BYTES + " " + bytes + ": expected at least "
                            + DeadLetter.MAX_BYTES
                            + ", since a dead letter is a record with more headers; change it with kafka-configs --alter --topic "
                            + DeadLetter.TOPIC + " --add-config " + MAX_BYTES + "=" + DeadLetter.MAX_BYTES,
                    null);
        }
    }

    private static String setting(Admin admin, String topic, String name) {
        return config(admin, topic).get(name).value();
    }

    private static Config config(Admin admin, String topic) {
        ConfigResource resource = resource(topic);
        return requireNonNull(
                await(admin.describeConfigs(List.of(resource)).all()).get(resource));
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException known) {
                throw known;
            }
            throw new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while declaring topics", e);
        }
    }

    private static String told(KafkaException e) {
        return e instanceof UnknownTopicOrPartitionException || e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while waiting for Kafka", e);
        }
    }
}
