package dev.tidemark.processor.partitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.processor.topology.RollupTopology;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StagePartitionsIT {
    private static final KafkaBroker KAFKA = new KafkaBroker(KafkaSettings.temporary());
    private static final String APPLICATION = "tidemark-processor";
    private static final String REQUESTS = Topics.REQUESTS.name();
    private static final String CHANGELOG =
            RollupTopology.requestChangelogs(APPLICATION).getFirst();
    private static final String REPARTITION = RollupTopology.repartitionTopic(APPLICATION);

    @BeforeAll
    static void start() {
        KAFKA.start();
    }

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    @AfterEach
    void deleteTopics() throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(admin.listTopics().names().get()).all().get();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> admin.listTopics().names().get().isEmpty());
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()));
    }

    private static StagePartitions stages() {
        return new StagePartitions(Map.of("bootstrap.servers", KAFKA.bootstrapServers()), APPLICATION);
    }

    private static void create(Map<String, Integer> topics) throws Exception {
        try (Admin admin = admin()) {
            List<NewTopic> created = new ArrayList<>();
            topics.forEach((name, partitions) ->
                    created.add(new NewTopic(name, Optional.of(partitions), Optional.<Short>empty())));
            admin.createTopics(created).all().get();
        }
        topics.forEach(StagePartitionsIT::awaitPartitions);
    }

    private static int partitions(String topic) throws Exception {
        try (Admin admin = admin()) {
            return admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next()
                    .get()
                    .partitions()
                    .size();
        }
    }

    private static void awaitPartitions(String topic, int expected) {
        Awaitility.await(topic)
                .atMost(Duration.ofMinutes(3))
                .ignoreExceptions()
                .until(() -> partitions(topic) == expected);
    }

    @Test
    void raise_addsToTheFirstStageOnly_andTwiceIsOnce() throws Exception {
        create(Map.of(REQUESTS, 4, CHANGELOG, 4, REPARTITION, 4));
        try (StagePartitions stages = stages()) {
            assertThat(stages.raise(6)).isEqualTo(4);
            awaitPartitions(REQUESTS, 6);
            awaitPartitions(CHANGELOG, 6);

            assertThat(stages.raise(6)).isEqualTo(6);
            assertThat(stages.align()).isEqualTo(new StagePartitions.Counts(6, 4));
            assertThat(partitions(REPARTITION)).isEqualTo(4);
        }
    }

    @Test
    void raise_toFewer_isRefusedWithTheNumber_andChangesNothing() throws Exception {
        create(Map.of(REQUESTS, 4, CHANGELOG, 4));
        try (StagePartitions stages = stages()) {
            assertThatThrownBy(() -> stages.raise(3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("partitions 3: expected 4 to 32767, since " + REQUESTS
                            + " has 4 and Kafka cannot take partitions away");
        }
        assertThat(partitions(CHANGELOG)).isEqualTo(4);
    }

    @Test
    void raise_withoutTheTopic_saysWhoCreatesIt() {
        try (StagePartitions stages = stages()) {
            assertThatThrownBy(() -> stages.raise(8)).hasMessageContaining("the stream processor creates it");
        }
    }

    @Test
    void interruptedRaise_isFinishedByTheProcessor_orByTheSameCommand() throws Exception {
        create(Map.of(REQUESTS, 4, CHANGELOG, 8, REPARTITION, 4));
        try (StagePartitions stages = stages()) {
            assertThatThrownBy(() -> stages.raise(6)).hasMessageContaining("to 8 has to be finished first");
            assertThat(stages.align()).isEqualTo(new StagePartitions.Counts(8, 4));
            awaitPartitions(REQUESTS, 8);
            assertThat(stages.raise(8)).isEqualTo(8);
        }
    }

    /** As {@code kafka-topics --alter} does it. */
    @Test
    void partitionsAddedByAnotherTool_areFollowed() throws Exception {
        create(Map.of(REQUESTS, 4, CHANGELOG, 4, REPARTITION, 4));
        try (Admin admin = admin();
                StagePartitions stages = stages()) {
            admin.createPartitions(Map.of(REQUESTS, NewPartitions.increaseTo(7)))
                    .all()
                    .get();
            awaitPartitions(REQUESTS, 7);

            assertThat(stages.align()).isEqualTo(new StagePartitions.Counts(7, 4));
            awaitPartitions(CHANGELOG, 7);
        }
    }

    @Test
    void newInstallation_hasNothingToFollow() throws Exception {
        create(Map.of(REQUESTS, 5));
        try (PartitionWatch watch =
                new PartitionWatch(Map.of("bootstrap.servers", KAFKA.bootstrapServers()), APPLICATION, 4)) {
            assertThat(watch.partitioning().requests()).isEqualTo(5);
            assertThat(watch.partitioning().windows()).isEqualTo(5);
            watch.repair();
            assertThat(watch.problems()).isEmpty();
        }
    }

    @Test
    void manyProcesses_atOnce_agree() throws Exception {
        create(Map.of(REQUESTS, 9, CHANGELOG, 4, REPARTITION, 4));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<StagePartitions.Counts>> processes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                processes.add(() -> {
                    try (StagePartitions stages = stages()) {
                        return stages.align();
                    }
                });
            }
            for (Future<StagePartitions.Counts> one : threads.invokeAll(processes)) {
                assertThat(one.get()).isEqualTo(new StagePartitions.Counts(9, 4));
            }
        }
        awaitPartitions(CHANGELOG, 9);
    }
}
