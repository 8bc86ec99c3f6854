package dev.tidemark.processor.topology;

import dev.tidemark.consumer.RecordBytes;
import dev.tidemark.wire.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Passes the polled records of the requests topic to Kafka Streams in packs of up to {@value #PACK}: each pack is one record, with the
 * records it represents in a header ({@link RecordPack}). The work of Streams for each record (contexts, headers, queues and metrics)
 * costs more than counting a request, so it is done once for many. It is an interceptor of the main consumer, which is Kafka's way to
 * change polled records.
 *
 * <p>A pack has the offset of its first record. Streams commits the offset of the next record to process, or the consumer's position
 * after everything it has polled, which is passed on unchanged. So a pack is committed or read again as a whole. A record is processed
 * in the same way with and without a pack.
 */
public final class RecordPacker implements ConsumerInterceptor<byte[], byte[]> {
    /** The maximum number of records in a pack: small enough for commits to be on time. */
    static final int PACK = 512;

    /**
     * The maximum memory of the records in a pack of several, because buffers are bounded by the number of packs: that of a full pack
     * of ordinary requests.
     */
    static final int PACK_BYTES = 384 << 10;

    private static final byte[] NOTHING = {};

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> polled) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> of = polled.records(partition);
            records.put(partition, partition.topic().equals(Topics.REQUESTS.name()) ? packs(of) : of);
        }
        return new ConsumerRecords<>(records, polled.nextOffsets());
    }

    private static List<ConsumerRecord<byte[], byte[]>> packs(List<ConsumerRecord<byte[], byte[]>> records) {
        List<ConsumerRecord<byte[], byte[]>> packs = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < records.size(); i++) {
            long size = RecordBytes.of(records.get(i));
            if (i > from && (i - from == PACK || bytes + size > PACK_BYTES)) {
                packs.add(pack(records.subList(from, i)));
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        if (from < records.size()) {
            packs.add(pack(records.subList(from, records.size())));
        }
        return packs;
    }

    private static ConsumerRecord<byte[], byte[]> pack(List<ConsumerRecord<byte[], byte[]>> records) {
        ConsumerRecord<byte[], byte[]> first = records.get(0);
        ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
        return new ConsumerRecord<>(
                first.topic(),
                first.partition(),
                first.offset(),
                last.timestamp(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                NOTHING,
                NOTHING,
                new RecordHeaders(new Header[] {new RecordPack(records)}),
                Optional.empty());
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Streams commits in its transactions.
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // Nothing to configure.
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
