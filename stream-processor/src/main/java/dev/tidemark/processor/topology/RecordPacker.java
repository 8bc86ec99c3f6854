package dev.tidemark.processor.topology;

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
 * Hands the polled records of the requests topic to Kafka Streams in packs of up to {@value #PACK}: each pack is one record, with the
 * records it stands for in a header ({@link RecordPack}). What Streams does for each record (its contexts, headers, queues and
 * metrics) costs more than a request does, and is so done once for many. An interceptor of the main consumer, where Kafka provides for
 * changing what was polled.
 *
 * <p>A pack has the offset of its first record: what Streams commits is the offset of the next record to be processed, or what the
 * consumer says comes after all it has polled, which is passed on as it is. So a pack is committed as a whole or read again as a
 * whole. Whether a record comes in a pack makes no difference to what becomes of it.
 */
public final class RecordPacker implements ConsumerInterceptor<byte[], byte[]> {
    /** How many records a pack has at most: few enough for commits to be on time. */
    static final int PACK = 512;

    /** How many bytes of values, unless a single record has more: what waits in memory is counted in packs. */
    static final int PACK_BYTES = 128 << 10;

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
        int bytes = 0;
        for (int i = 0; i < records.size(); i++) {
            int size = Math.max(0, records.get(i).serializedValueSize());
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
        // Streams commits within its transactions.
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // There is nothing to be set.
    }

    @Override
    public void close() {
        // There is nothing to be closed.
    }
}
