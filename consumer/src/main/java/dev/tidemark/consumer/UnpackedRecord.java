package dev.tidemark.consumer;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.DefaultRecord;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * A record that counts towards the poll's budget when the consumer takes its value. The consumer skips the records of a batch that are
 * before its position without looking at their values, so those do not count.
 */
final class UnpackedRecord implements Record {
    /** The memory of a record and of a header besides their bytes, about. */
    private static final int OBJECT_BYTES = 200;

    private final long offset;
    private final long timestamp;
    private final @Nullable ByteBuffer key;
    private final @Nullable ByteBuffer value;
    private final Header[] headers;
    private final int size;
    private final PollBudget budget;

    private UnpackedRecord(
            long offset,
            long timestamp,
            @Nullable ByteBuffer key,
            @Nullable ByteBuffer value,
            Header[] headers,
            int size,
            PollBudget budget) {
        this.offset = offset;
        this.timestamp = timestamp;
        this.key = key;
        this.value = value;
        this.headers = headers;
        this.size = size;
        this.budget = budget;
    }

    static UnpackedRecord of(DefaultRecord record, PollBudget budget) {
        return new UnpackedRecord(
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers(),
                record.sizeInBytes(),
                budget);
    }

    /** A record in place of one that is not read. */
    static UnpackedRecord marked(
            long offset, long timestamp, @Nullable ByteBuffer value, TooLarge mark, PollBudget budget) {
        int size = value == null ? 0 : value.remaining();
        return new UnpackedRecord(offset, timestamp, null, value, new Header[] {mark}, size, budget);
    }

    @Override
    public @Nullable ByteBuffer value() {
        budget.spend(size + OBJECT_BYTES * (1L + headers.length));
        return value == null ? null : value.duplicate();
    }

    @Override
    public @Nullable ByteBuffer key() {
        return key == null ? null : key.duplicate();
    }

    @Override
    public Header[] headers() {
        return headers;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long timestamp() {
        return timestamp;
    }

    @Override
    public int sizeInBytes() {
        return size;
    }

    @Override
    public int keySize() {
        return key == null ? -1 : key.remaining();
    }

    @Override
    public int valueSize() {
        return value == null ? -1 : value.remaining();
    }

    @Override
    public boolean hasKey() {
        return key != null;
    }

    @Override
    public boolean hasValue() {
        return value != null;
    }

    @Override
    public int sequence() {
        return RecordBatch.NO_SEQUENCE;
    }

    @Override
    public boolean hasMagic(byte magic) {
        return magic >= RecordBatch.MAGIC_VALUE_V2;
    }

    /** In this format only batches have a checksum. */
    @Override
    public void ensureValid() {}

    @Override
    public boolean isCompressed() {
        return false;
    }

    @Override
    public boolean hasTimestampType(TimestampType type) {
        return false;
    }
}
