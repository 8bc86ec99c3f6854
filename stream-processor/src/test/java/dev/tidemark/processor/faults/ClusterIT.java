package dev.tidemark.processor.faults;

import dev.tidemark.embedded.BackendSource;
import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaCluster;
import dev.tidemark.embedded.process.Binaries;
import dev.tidemark.wire.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** One of three brokers is killed; every topic has three replicas. */
@Tag("faults")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ClusterIT {
    private static final Duration AWAY = Duration.ofSeconds(5);
    private static final String BEFORE_KAFKAS_COMMIT = "deltas-hook.before-commit";

    private final KafkaCluster cluster = new KafkaCluster();

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        cluster.start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void eachBrokerKilled_alsoWhileATransactionEnds_isExact() throws Exception {
        try (Scenario scenario = new Scenario(
                "e. each broker of three killed -9, also while a transaction ends",
                folder,
                cluster.bootstrapServers(),
                Backends.postgres())) {
            Traffic traffic = scenario.traffic();
            traffic.begin(400);
            Processor processor = scenario.faulty("one").start();
            for (int node = 1; node <= 3; node++) {
                scenario.awaitCounted(200);
                cluster.broker(node).kill();
                scenario.fault();
                Scenario.letPass(AWAY);
                cluster.broker(node).start();
                scenario.awaitCounted(200);

                processor.failpoints().arm(BEFORE_KAFKAS_COMMIT);
                processor.failpoints().awaitReached(BEFORE_KAFKAS_COMMIT);
                processor.failpoints().release(BEFORE_KAFKAS_COMMIT);
                cluster.broker(node).kill();
                scenario.fault();
                Scenario.letPass(AWAY);
                cluster.broker(node).start();
            }
            scenario.awaitCounted(200);
            traffic.end();

            scenario.assertExact();
        }
    }

    /** With a single replica of the requests topic, losing a broker's disk loses its records. */
    @Test
    @DisabledIfEnvironmentVariable(
            named = BackendSource.VARIABLE,
            matches = "containers",
            disabledReason = "it deletes partitions on a broker's disk, which is inside the container")
    void brokerLostWithTheOnlyReplica_isDetected() throws Exception {
        KafkaBroker lost = cluster.broker(2);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            Map<Integer, List<Integer>> onlyThere = Map.of(0, List.of(2), 1, List.of(2), 2, List.of(2), 3, List.of(2));
            admin.createTopics(List.of(new NewTopic(Topics.REQUESTS.name(), onlyThere)
                            .configs(Map.of("message.timestamp.type", "LogAppendTime", "min.insync.replicas", "1"))))
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }
        try (Scenario scenario =
                new Scenario("e. control: a single copy", folder, cluster.bootstrapServers(), Backends.postgres())) {
            Traffic traffic = scenario.traffic();
            Processor processor = scenario.processor("one").start();
            traffic.send(1_000);
            scenario.awaitSettled();
            processor.stop();
            traffic.send(1_000);
            lost.kill();
            // Keeps the cluster metadata: a voter that returns without it can stop the whole quorum.
            Path disk = lost.log().resolveSibling("data").resolve("log");
            for (int partition = 0; partition < Topics.REQUESTS.partitions(); partition++) {
                Binaries.delete(disk.resolve(Topics.REQUESTS.name() + "-" + partition));
            }
            scenario.fault();
            lost.start();
            processor.start();

            scenario.assertViolated("raw rows missing");
        }
    }
}
