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

/** The topic drops records before they were read. Nothing brings them back, but they are counted. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RetentionIT {
    @TempDir
    Path folder;

    @Test
    void droppedRecords_areCountedAsLost() throws Exception {
        try (Stage stage = Stage.on("h. retention passes the committed offset", folder)) {
            long lost = dropUnread(stage);

            stage.assertExact();
            Stage.await("the sink's count", () -> stage.counter("sink_requests_lost_records_total") == lost);
            Stage.await("the topology's own count", () -> stage.counter("requests_lost_records_total") == lost);
        }
    }

    @Test
    @Tag("faults")
    void droppedRecordsThatNobodyCounts_areSeen() throws Exception {
        try (Stage stage = Stage.on("h. control: what is lost is not counted", folder)) {
            dropUnread(stage, Mechanism.LOSS_IS_COUNTED);

            stage.assertViolated("lost and counted 0 (lost in fact: ");
        }
    }

    private static long dropUnread(Stage stage, Mechanism... without) throws Exception {
        Traffic traffic = stage.traffic();
        Processor processor = stage.faulty("one", without).start();
        traffic.send(1_000);
        stage.awaitSettled();
        processor.stop();
        traffic.send(1_000);
        long lost = 0;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stage.bootstrapServers))) {
            for (int partition = 0; partition < Topics.REQUESTS.partitions(); partition++) {
                long next = stage.database.number("SELECT next_offset FROM sink_offset WHERE topic = '"
                        + Topics.REQUESTS.name() + "' AND partition = " + partition);
                long first = next + 10L * partition;
                admin.deleteRecords(Map.of(
                                new TopicPartition(Topics.REQUESTS.name(), partition),
                                RecordsToDelete.beforeOffset(first)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
                stage.ledger.lose(partition, next, first);
                lost += first - next;
                stage.fault();
            }
        }
        processor.start();
        traffic.send(1_000);
        return lost;
    }
}
