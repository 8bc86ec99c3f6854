package dev.tidemark.processor.partitions;

import dev.tidemark.processor.topology.RollupTopology;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the changelogs of the first stage at the number of partitions of the requests topic. Kafka Streams requires the same number, but
 * does not add partitions to a changelog. Adding them is safe: what partition 3 of the requests topic has taught the first stage is in
 * partition 3 of the changelog, whatever their number. The second stage is not touched; it keeps its own number of partitions.
 *
 * <p>Any number of processes may do this at the same time. Thread-safe.
 */
public final class StagePartitions implements AutoCloseable {
    /** A delta stores its partition as a number up to this. */
    static final int MOST = Short.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(StagePartitions.class);
    private static final String REQUESTS = Topics.REQUESTS.name();
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int LOOKS = 20;
    private static final long LOOK_NANOS = 100_000_000;

    private final Admin admin;
    private final String applicationId;
    private final List<String> changelogs;
    private final String repartition;

    /**
     * @param kafka the properties of the admin client
     * @param applicationId the application id, with which the names of internal topics begin
     */
    public StagePartitions(Map<String, String> kafka, String applicationId) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "tidemark-partitions");
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 2);
        this.admin = Admin.create(properties);
        this.applicationId = applicationId;
        this.changelogs = RollupTopology.requestChangelogs(applicationId);
        this.repartition = RollupTopology.repartitionTopic(applicationId);
    }

    /**
     * The number of partitions of each topic.
     *
     * @param requests of the requests topic; 0 if it is missing
     * @param windows of the second stage; 0 if the processor has never run
     */
    public record Counts(int requests, int windows) {}

    /**
     * Adds what is missing: partitions of changelogs, or of the requests topic if {@link #raise} was interrupted after the changelogs.
     *
     * @throws KafkaException if Kafka does not answer or refuses
     */
    public Counts align() {
        Map<String, Integer> counts = counts();
        int requests = counts.getOrDefault(REQUESTS, 0);
        if (requests > 0) {
            requests = most(counts);
            raise(counts, requests);
        }
        return new Counts(requests, counts.getOrDefault(repartition, 0));
    }

    /**
     * Adds partitions to the requests topic until it has {@code to}; the changelogs get theirs first, so that the processors need not
     * notice. Continues an earlier call that was interrupted.
     *
     * @return how many it had before
     * @throws IllegalArgumentException if the topic is missing or has more
     * @throws KafkaException if Kafka does not answer or refuses
     */
    int raise(int to) {
        Map<String, Integer> counts = counts();
        int before = counts.getOrDefault(REQUESTS, 0);
        if (before == 0) {
            throw new IllegalArgumentException("there is no topic " + REQUESTS
                    + ": the stream processor creates it when it starts for the first time");
        }
        int lowest = most(counts);
        if (to < lowest || to > MOST) {
            throw new IllegalArgumentException("partitions " + to + ": expected " + lowest + " to " + MOST + ", since "
                    + (lowest == before
                            ? REQUESTS + " has " + before
                            : "an interrupted change of " + REQUESTS + " to " + lowest + " has to be finished first")
                    + " and Kafka cannot take partitions away");
        }
        raise(counts, to);
        return before;
    }

    /**
     * Whether the group is at rest but nobody reads some partition of the requests topic. That happens when the group's leader restarts
     * within its session while partitions are added: it gets its old assignment back, and sees no change.
     *
     * @throws KafkaException if Kafka does not answer or refuses
     */
    boolean leavesOut(int requests) {
        ConsumerGroupDescription group = await(admin.describeConsumerGroups(List.of(applicationId))
                .describedGroups()
                .values()
                .iterator()
                .next());
        long read = group.members().stream()
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .filter(partition -> partition.topic().equals(REQUESTS))
                .distinct()
                .count();
        return group.groupState() == GroupState.STABLE && read < requests;
    }

    private int most(Map<String, Integer> counts) {
        int most = counts.getOrDefault(REQUESTS, 0);
        for (String changelog : changelogs) {
            most = Math.max(most, counts.getOrDefault(changelog, 0));
        }
        return most;
    }

    private void raise(Map<String, Integer> counts, int to) {
        List<String> topics = new ArrayList<>(changelogs);
        topics.add(REQUESTS);
        for (String topic : topics) {
            Integer has = counts.get(topic);
            if (has != null && has < to) {
                raise(topic, to);
                LOG.info("{} has {} partitions now; it had {}", topic, to, has);
            }
        }
    }

    private void raise(String topic, int to) {
        try {
            await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(to)))
                    .all());
        } catch (InvalidPartitionsException e) {
            // Unless another process was faster.
            if (!getsTo(topic, to)) {
                throw e;
            }
        }
    }

    /** Brokers hear of new partitions a moment after the controller. */
    private boolean getsTo(String topic, int to) {
        for (int look = 0; look < LOOKS; look++) {
            if (counts().getOrDefault(topic, 0) >= to) {
                return true;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return false;
    }

    /** The topics that exist. */
    private Map<String, Integer> counts() {
        List<String> topics = new ArrayList<>(changelogs);
        topics.add(REQUESTS);
        topics.add(repartition);
        Map<String, Integer> counts = new HashMap<>();
        admin.describeTopics(topics).topicNameValues().forEach((topic, described) -> {
            try {
                TopicDescription description = await(described);
                counts.put(topic, description.partitions().size());
            } catch (UnknownTopicOrPartitionException e) {
                LOG.debug("there is no topic {} yet", topic);
            }
        });
        return counts;
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted before Kafka answered", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
