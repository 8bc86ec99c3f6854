package dev.tidemark.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import dev.tidemark.embedded.process.JavaCommand;
import dev.tidemark.processor.partitions.PartitionsCommand;
import dev.tidemark.wire.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The requests topic gets more partitions while processors and applications run. */
@Tag("faults")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RepartitionIT {
    private static final String REQUESTS = Topics.REQUESTS.name();

    @TempDir
    Path folder;

    /** Old partitions have windows that are still open, and both processors restart with more partitions than they began with. */
    @Test
    void morePartitionsTwice_underTraffic_isExact_andLowersNoWindow() throws Exception {
        try (Scenario scenario = Scenario.on("r. 4 → 6 → 11 partitions under traffic, then a kill -9", folder);
                Traffic traffic = scenario.traffic();
                Processor one = scenario.processor("one");
                Processor two = scenario.processor("two")) {
            one.start();
            traffic.begin(400);
            scenario.awaitCounted(800);
            two.start();

            assertThat(partitions(scenario, "6")).contains("has 6 partitions now; it had 4");
            scenario.fault();
            traffic.spreadOver(6);
            awaitReadToPartition(scenario, 5);
            scenario.awaitCounted(400);

            assertThat(partitions(scenario, "11")).contains("has 11 partitions now; it had 6");
            assertThat(partitions(scenario, "11")).contains("has 11 partitions already");
            assertThat(partitions(scenario, "10")).contains("expected 11 to 32767");
            scenario.fault();
            traffic.spreadOver(11);
            awaitReadToPartition(scenario, 10);
            one.kill();
            scenario.fault();
            scenario.awaitCounted(400);
            one.start();
            scenario.awaitCounted(400);
            traffic.end();

            scenario.assertExact();
            assertThat(LoweredWindows.in(scenario.bootstrapServers)).isEmpty();
            assertThat(one.log()).doesNotContain("has died");
        }
    }

    /** Kafka's own tool knows nothing of the changelogs; the processor adds their partitions. */
    @Test
    void kafkasOwnTool_isFollowed_andExact() throws Exception {
        try (Scenario scenario = Scenario.on("r. kafka-topics --alter, 4 → 8 partitions under traffic", folder);
                Traffic traffic = scenario.traffic();
                Processor one = scenario.processor("one")) {
            one.start();
            traffic.begin(400);
            scenario.awaitCounted(800);

            alter(scenario, Map.of(REQUESTS, 8));
            scenario.fault();
            traffic.spreadOver(8);
            awaitReadToPartition(scenario, 7);
            traffic.end();

            scenario.assertExact();
            assertThat(LoweredWindows.in(scenario.bootstrapServers)).isEmpty();
        }
    }

    /** A static member that returns within its session is given what it had, so nobody would ask for the new partitions. */
    @Test
    void partitionsAddedDuringARestart_areRead() throws Exception {
        try (Scenario scenario = Scenario.on("r. 4 → 8 partitions while the only processor restarts", folder);
                Traffic traffic = scenario.traffic();
                Processor one = scenario.processor("one")) {
            one.start();
            traffic.begin(400);
            scenario.awaitCounted(800);

            one.kill();
            scenario.fault();
            alter(scenario, Map.of(REQUESTS, 8));
            one.start();
            traffic.spreadOver(8);
            awaitReadToPartition(scenario, 7);
            traffic.end();

            scenario.assertExact();
        }
    }

    /** Negative control: Kafka Streams cannot go on, and no thread is replaced for long. The real processor then catches up. */
    @Test
    void changelogsLeftBehind_stopTheTopology_untilTheyFit() throws Exception {
        try (Scenario scenario = Scenario.on("r. control: the first stage does not follow; then it does", folder);
                Traffic traffic = scenario.traffic();
                Processor unfit = scenario.faulty("one", Mechanism.STAGES_FIT);
                Processor real = scenario.processor("two")) {
            unfit.start();
            traffic.begin(400);
            scenario.awaitCounted(800);

            alter(scenario, Map.of(REQUESTS, 8));
            scenario.fault();
            traffic.spreadOver(8);
            Scenario.await("a stream thread that has died", () -> unfit.log().contains("invalid partitions"));
            Scenario.letPass(Duration.ofSeconds(15));
            long counted = scenario.counted();
            Scenario.letPass(Duration.ofSeconds(10));
            assertThat(scenario.counted()).isEqualTo(counted);

            unfit.kill();
            real.start();
            awaitReadToPartition(scenario, 7);
            traffic.end();

            scenario.assertExact();
        }
    }

    /** Negative control: the second stage grows too, so services move away from their windows, which begin anew. */
    @Test
    void everyInternalTopicChanged_isDetected() throws Exception {
        try (Scenario scenario = Scenario.on("r. control: the second stage gets more partitions, too", folder);
                Traffic traffic = scenario.traffic();
                Processor one = scenario.processor("one")) {
            one.start();
            traffic.begin(400);
            scenario.awaitCounted(800);
            one.stop();

            Map<String, Integer> all = new HashMap<>();
            for (String topic : internalTopics(scenario)) {
                all.put(topic, 8);
            }
            alter(scenario, all);
            scenario.fault();
            one.start();
            scenario.awaitCounted(400);
            traffic.end();

            scenario.assertViolated("windows with a wrong count");
            assertThat(LoweredWindows.in(scenario.bootstrapServers)).isNotEmpty();
        }
    }

    /** Runs the program behind {@code ./tidemark partitions}; returns what it prints. */
    private String partitions(Scenario scenario, String number) throws Exception {
        var options = List.of("-Dtidemark.kafka.bootstrap.servers=" + scenario.bootstrapServers);
        var command = JavaCommand.of(PartitionsCommand.class, options);
        command.add(number);
        ChildProcess program =
                ChildProcess.start(new Command("partitions", command, Map.of(), folder.resolve("partitions.log")));
        assertThat(program.await(Duration.ofSeconds(60))).isTrue();
        awaitLeaders(scenario);
        return program.tail(5);
    }

    private static void alter(Scenario scenario, Map<String, Integer> partitions) throws Exception {
        try (Admin admin = admin(scenario)) {
            Map<String, NewPartitions> changes = new HashMap<>();
            partitions.forEach((topic, number) -> changes.put(topic, NewPartitions.increaseTo(number)));
            admin.createPartitions(changes).all().get();
        }
        awaitLeaders(scenario);
    }

    /** A producer that is quicker than a new partition's leader loses its first batch, as out of sequence. */
    private static void awaitLeaders(Scenario scenario) {
        Scenario.await("the leaders of new partitions", () -> {
            try (Admin admin = admin(scenario)) {
                Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
                admin.describeTopics(List.of(REQUESTS))
                        .allTopicNames()
                        .get()
                        .values()
                        .forEach(topic -> topic.partitions()
                                .forEach(partition -> partitions.put(
                                        new TopicPartition(REQUESTS, partition.partition()), OffsetSpec.latest())));
                return admin.listOffsets(partitions).all().get().size() == partitions.size();
            }
        });
    }

    private static List<String> internalTopics(Scenario scenario) throws ExecutionException, InterruptedException {
        try (Admin admin = admin(scenario)) {
            return admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith("tidemark-processor-"))
                    .toList();
        }
    }

    /** Waits until a partition is counted and stored. */
    private static void awaitReadToPartition(Scenario scenario, int partition) throws Exception {
        String stored = "SELECT coalesce(max(next_offset), 0) FROM sink_offset WHERE topic = '" + REQUESTS
                + "' AND partition = " + partition;
        try (Admin admin = admin(scenario)) {
            Scenario.await(
                    "partition " + partition + " to be read",
                    () -> scenario.database.number(stored) > 0
                            && admin
                                    .listConsumerGroupOffsets("tidemark-processor")
                                    .partitionsToOffsetAndMetadata()
                                    .get()
                                    .entrySet()
                                    .stream()
                                    .anyMatch(read -> read.getKey().topic().equals(REQUESTS)
                                            && read.getKey().partition() == partition
                                            && read.getValue().offset() > 0));
        }
    }

    private static Admin admin(Scenario scenario) {
        return Admin.create(Map.of("bootstrap.servers", scenario.bootstrapServers));
    }
}
