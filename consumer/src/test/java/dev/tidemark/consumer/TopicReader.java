package dev.tidemark.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A process that reads a topic from an offset to its end, and prints offset, size and mark of each record. */
final class TopicReader {
    static final String END = "end at ";

    private TopicReader() {}

    /** @param arguments {@code bounded}, or {@code plain} for Kafka's own consumer; the broker; the topic; the offset */
    public static void main(String[] arguments) {
        TopicPartition partition = new TopicPartition(arguments[2], 0);
        Map<String, Object> config = Map.of(
                "bootstrap.servers", arguments[1], "isolation.level", "read_committed", "max.poll.records", 1000);
        try (Consumer<byte[], byte[]> consumer = arguments[0].equals("bounded")
                ? new BoundedConsumer(config)
                : new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, Long.parseLong(arguments[3]));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    TooLarge mark = TooLarge.of(record);
                    System.out.println(record.offset() + " " + record.serializedValueSize()
                            + (mark == null ? "" : " " + mark.records() + " too large: " + mark.detail()));
                }
            }
            System.out.println(END + end);
        }
    }
}
