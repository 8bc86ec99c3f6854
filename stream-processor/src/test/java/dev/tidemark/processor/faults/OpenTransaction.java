package dev.tidemark.processor.faults;

import dev.tidemark.processor.LogEnds;
import dev.tidemark.wire.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The uncommitted records of a topic, while a processor pauses before the end of its transaction. */
final class OpenTransaction {
    private static final String TOPIC = Topics.ROLLUPS.name();

    private OpenTransaction() {}

    /** Pauses the processor before the end of a transaction that has records of this topic. */
    static void await(Scenario scenario, Processor processor, String point, String topic) {
        Failpoints failpoints = processor.failpoints();
        Scenario.await("a transaction with records of " + topic, () -> {
            failpoints.arm(point);
            failpoints.awaitReached(point);
            boolean found = isOpen(scenario, topic);
            if (!found) {
                failpoints.release(point);
            }
            return found;
        });
    }

    private static boolean isOpen(Scenario scenario, String topic) {
        List<TopicPartition> partitions = LogEnds.partitions(scenario.bootstrapServers, topic);
        return !LogEnds.of(scenario.bootstrapServers, partitions)
                .equals(LogEnds.ofCommitted(scenario.bootstrapServers, partitions));
    }

    /** The uncommitted records that the sink has stored, as sentences; there must be none. */
    static List<String> stored(Scenario scenario) {
        Map<TopicPartition, Long> committed =
                LogEnds.ofCommitted(scenario.bootstrapServers, LogEnds.partitions(scenario.bootstrapServers, TOPIC));
        List<String> stored = new ArrayList<>();
        committed.forEach((partition, end) -> {
            long next = scenario.database.number("SELECT coalesce(max(next_offset), 0) FROM sink_offset WHERE topic = '"
                    + TOPIC + "' AND partition = " + partition.partition());
            if (next > end) {
                stored.add("windows stored before they were committed: " + partition + " up to " + next
                        + ", committed up to " + end);
            }
        });
        return stored;
    }
}
