package dev.tidemark.consumer;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer whose memory does not depend on how well a batch is compressed. Kafka's own limits ({@code fetch.max.bytes}, {@code
 * max.message.bytes}) count compressed bytes: a few kilobytes can hold a record of 200 MB.
 *
 * <ul>
 *   <li>A poll ends after returning records of 8 MiB, or unpacking 64 MiB, and at most one more record. What it has fetched is kept for
 *       the next poll.
 *   <li>A record of more than 4 MiB is replaced by one with the same offset that has the mark {@link TooLarge} and the beginning of the
 *       value.
 *   <li>Of a batch, 256 MiB are unpacked. One marked record stands for the rest.
 * </ul>
 *
 * <p>It uses the classic group protocol. For one thread at a time, as Kafka's consumer.
 */
public class BoundedConsumer extends KafkaConsumer<byte[], byte[]> {
    private final PollBudget budget = new PollBudget();

    /** @throws IllegalStateException if this version of Kafka's client has other internals than expected */
    public BoundedConsumer(Map<String, Object> config) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            FetchInterceptor.install(this, records -> BoundedRecords.of(records, budget));
        } catch (IllegalStateException e) {
            close(CloseOptions.timeout(Duration.ZERO));
            throw e;
        }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        budget.reset();
        return super.poll(timeout);
    }
}
