package dev.tidemark.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.CloseableIterator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches whose lengths and offsets contradict one another. Kafka's producers write none, and brokers store them. */
class ForgedBatchTest {
    private static final long FIRST = 1_000;
    private static final int LARGE = 5 << 20;
    private static final Content SMALL_RECORD = new Content(1, 10, 10, 0);
    private static final Content LARGE_RECORD = new Content(1, LARGE, LARGE, 0);
    private static final Content MANY_HEADERS = new Content(1, 10, 10, Limits.HEADERS + 1);

    /** @param statedBytes the length of the value, as the record says */
    private record Content(int offsetDelta, int statedBytes, int valueBytes, int headers) {
        Content at(int delta) {
            return new Content(delta, statedBytes, valueBytes, headers);
        }

        Content stating(int bytes) {
            return new Content(offsetDelta, bytes, valueBytes, headers);
        }

        byte[] bytes() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(0);
            ByteUtils.writeVarlong(0, out);
            ByteUtils.writeVarint(offsetDelta, out);
            ByteUtils.writeVarint(-1, out);
            ByteUtils.writeVarint(statedBytes, out);
            out.write(new byte[valueBytes]);
            ByteUtils.writeVarint(headers, out);
            for (int i = 0; i < headers; i++) {
                ByteUtils.writeVarint(1, out);
                out.writeByte('h');
                ByteUtils.writeVarint(-1, out);
            }
            return bytes.toByteArray();
        }
    }

    static Stream<Arguments> forgeries() throws IOException {
        List<Arguments> forgeries = new ArrayList<>();
        for (Content content : List.of(SMALL_RECORD, LARGE_RECORD, MANY_HEADERS)) {
            int length = content.bytes().length;
            // With the fourth, the record is as long as it and the next one.
            for (int stated : new int[] {
                -1, length - 1, length + 1, length + SMALL_RECORD.bytes().length + 1, Integer.MAX_VALUE - 10
            }) {
                forgeries.add(Arguments.of(content, stated));
            }
            for (int delta : new int[] {-1, 0, 3, Integer.MAX_VALUE}) {
                Content elsewhere = content.at(delta);
                forgeries.add(Arguments.of(elsewhere, elsewhere.bytes().length));
            }
            for (int value : new int[] {content.valueBytes - 1, content.valueBytes + 1, Integer.MAX_VALUE}) {
                Content other = content.stating(value);
                forgeries.add(Arguments.of(other, other.bytes().length));
            }
        }
        forgeries.add(Arguments.of(SMALL_RECORD, 0));
        return forgeries.stream();
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void forgedRecord_endsItsBatch_andNoOther(Content forged, int length) throws IOException {
        MemoryRecords records = batches(forged, length);

        List<Record> read = read(records);

        assertThat(read).extracting(Record::offset).containsExactly(FIRST, FIRST + 1, FIRST + 3);
        assertThat(read.get(1).headers()).hasSize(1);
        TooLarge mark = (TooLarge) read.get(1).headers()[0];
        assertThat(mark.records()).isEqualTo(2);
        assertThat(mark.detail()).startsWith("2 records up to offset 1002 in a batch ");
        // A stated length is believed if it is over the limit: nothing of that record is read.
        assertThat(mark.malformed()).isEqualTo(length < Limits.BATCH_BYTES);
        assertThat(read(records)).extracting(Record::offset).containsExactly(FIRST, FIRST + 1, FIRST + 3);
    }

    @ParameterizedTest
    @MethodSource("honest")
    void sameRecordUnforged_endsNothing(Content content) throws IOException {
        assertThat(read(batches(content, content.bytes().length)))
                .extracting(Record::offset)
                .containsExactly(FIRST, FIRST + 1, FIRST + 2, FIRST + 3);
    }

    static Stream<Content> honest() {
        return Stream.of(SMALL_RECORD, LARGE_RECORD, MANY_HEADERS);
    }

    /** A batch of three records whose second one is {@code forged}, and a batch of one. */
    private static MemoryRecords batches(Content forged, int length) throws IOException {
        ByteBufferOutputStream out = new ByteBufferOutputStream(1 << 16);
        ByteBuffer first = batch(
                FIRST,
                List.of(SMALL_RECORD.at(0), forged, SMALL_RECORD.at(2)),
                List.of(SMALL_RECORD.bytes().length, length, SMALL_RECORD.bytes().length));
        ByteBuffer second = batch(FIRST + 3, List.of(SMALL_RECORD.at(0)), List.of(SMALL_RECORD.bytes().length));
        out.write(first);
        out.write(second);
        out.buffer().flip();
        return MemoryRecords.readableRecords(out.buffer());
    }

    private static ByteBuffer batch(long offset, List<Content> records, List<Integer> lengths) throws IOException {
        ByteBufferOutputStream out = new ByteBufferOutputStream(1 << 16);
        out.position(DefaultRecordBatch.RECORD_BATCH_OVERHEAD);
        try (DataOutputStream packed = new DataOutputStream(
                Compression.of(CompressionType.ZSTD).build().wrapForOutput(out, RecordBatch.CURRENT_MAGIC_VALUE))) {
            for (int i = 0; i < records.size(); i++) {
                ByteUtils.writeVarint(lengths.get(i), packed);
                packed.write(records.get(i).bytes());
            }
        }
        ByteBuffer buffer = out.buffer();
        buffer.flip();
        DefaultRecordBatch.writeHeader(
                buffer,
                offset,
                records.size() - 1,
                buffer.limit(),
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.ZSTD,
                TimestampType.CREATE_TIME,
                1,
                1,
                RecordBatch.NO_PRODUCER_ID,
                RecordBatch.NO_PRODUCER_EPOCH,
                RecordBatch.NO_SEQUENCE,
                false,
                false,
                false,
                RecordBatch.NO_PARTITION_LEADER_EPOCH,
                records.size());
        buffer.position(0);
        return buffer;
    }

    private static List<Record> read(MemoryRecords records) {
        List<Record> read = new ArrayList<>();
        for (RecordBatch batch : BoundedRecords.of(records, new PollBudget()).batches()) {
            batch.ensureValid();
            try (CloseableIterator<Record> iterator = batch.streamingIterator(BufferSupplier.NO_CACHING)) {
                iterator.forEachRemaining(read::add);
            }
        }
        return read;
    }
}
