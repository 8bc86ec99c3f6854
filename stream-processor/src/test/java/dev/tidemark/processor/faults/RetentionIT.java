package dev.tidemark.processor.faults;

import dev.tidemark.wire.topic.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The topic drops records before they are read. They are lost, but counted. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RetentionIT {
    @TempDir
    Path folder;

    @Test
    @Tag("faults")
    void droppedRecords_areCountedAsLost() throws Exception {
        try (Scenario scenario = Scenario.on("h. retention passes the committed offset", folder)) {
            long lost = dropUnread(scenario);

            scenario.assertExact();
            Scenario.await("the sink's count", () -> scenario.counter("sink_requests_lost_records_total") == lost);
            Scenario.await("the topology's own count", () -> scenario.counter("requests_lost_records_total") == lost);
        }
    }

    @Test
    @Tag("faults")
    void droppedRecordsNotCounted_areDetected() throws Exception {
        try (Scenario scenario = Scenario.on("h. control: what is lost is not counted", folder)) {
            dropUnread(scenario, Mechanism.LOSS_IS_COUNTED);

            scenario.assertViolated("counted as lost 0 (actually lost: ");
        }
    }

    private static long dropUnread(Scenario scenario, Mechanism... without) throws Exception {
        Traffic traffic = scenario.traffic();
        Processor processor = scenario.faulty("one", without).start();
        traffic.send(1_000);
        scenario.awaitSettled();
        processor.stop();
        traffic.send(1_000);
        long lost = 0;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", scenario.bootstrapServers))) {
            for (int partition = 0; partition < Topics.REQUESTS.partitions(); partition++) {
                long next = scenario.database.number("SELECT next_offset FROM sink_offset WHERE topic = '"
                        + Topics.REQUESTS.name() + "' AND partition = " + partition);
                long first = next + 10L * partition;
                admin.deleteRecords(Map.of(
                                new TopicPartition(Topics.REQUESTS.name(), partition),
                                RecordsToDelete.beforeOffset(first)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
                scenario.ledger.lose(partition, next, first);
                lost += first - next;
                scenario.fault();
            }
        }
        processor.start();
        traffic.send(1_000);
        return lost;
    }
}
