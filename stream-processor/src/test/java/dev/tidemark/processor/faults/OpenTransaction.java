package dev.tidemark.processor.faults;

import dev.tidemark.processor.LogEnds;
import dev.tidemark.wire.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** The uncommitted records on the rollups topic, while a processor pauses before the end of its transaction. */
final class OpenTransaction {
    private static final String TOPIC = Topics.ROLLUPS.name();
    private static final List<TopicPartition> PARTITIONS = IntStream.range(0, Topics.ROLLUPS.partitions())
            .mapToObj(partition -> new TopicPartition(TOPIC, partition))
            .toList();

    private OpenTransaction() {}

    static boolean hasWindows(Scenario scenario) {
        return !LogEnds.of(scenario.bootstrapServers, PARTITIONS)
                .equals(LogEnds.ofCommitted(scenario.bootstrapServers, PARTITIONS));
    }

    /** The uncommitted records that the sink has stored, as sentences; there must be none. */
    static List<String> stored(Scenario scenario) {
        Map<TopicPartition, Long> committed = LogEnds.ofCommitted(scenario.bootstrapServers, PARTITIONS);
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
