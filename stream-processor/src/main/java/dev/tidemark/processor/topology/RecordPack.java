package dev.tidemark.processor.topology;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Records that pass through Kafka Streams together, in a header of the record that represents them; see {@link RecordPacker}. */
record RecordPack(List<ConsumerRecord<byte[], byte[]>> records) implements Header {
    static final String NAME = "tidemark-pack";

    private static final byte[] NOTHING = {};

    /**
     * The records of the pack that {@code record} represents, or the record itself, even if its sender used the same
     * header name.
     */
    static List<ConsumerRecord<byte[], byte[]>> standingFor(
            Record<byte[], byte[]> record, ProcessorContext<byte[], byte[]> context) {
        return record.headers().lastHeader(NAME) instanceof RecordPack pack
                ? pack.records
                : List.of(polled(record, context));
    }

    /** The record that is being processed, as it was polled. */
    static ConsumerRecord<byte[], byte[]> polled(
            Record<byte[], byte[]> record, ProcessorContext<byte[], byte[]> context) {
        RecordMetadata source = context.recordMetadata().orElseThrow();
        return new ConsumerRecord<>(
                source.topic(),
                source.partition(),
                source.offset(),
                record.timestamp(),
                TimestampType.NO_TIMESTAMP_TYPE,
                0,
                0,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    @Override
    public String key() {
        return NAME;
    }

    @Override
    public byte[] value() {
        return NOTHING;
    }
}
