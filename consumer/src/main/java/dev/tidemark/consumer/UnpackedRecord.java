package dev.tidemark.consumer;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.Record;
import org.jspecify.annotations.Nullable;

/**
 * A record that counts towards the poll's budget when the consumer takes its value. The consumer skips the records of a batch that are
 * before its position without looking at their values, so those do not count.
 */
record UnpackedRecord(Record record, PollBudget budget) implements Record {
    /** The memory of a record and of a header besides their bytes, about. */
    private static final int OBJECT_BYTES = 200;

    @Override
    public @Nullable ByteBuffer value() {
        budget.spend(record.sizeInBytes() + OBJECT_BYTES * (1L + record.headers().length));
        return record.value();
    }

    @Override
    public @Nullable ByteBuffer key() {
        return record.key();
    }

    @Override
    public Header[] headers() {
        return record.headers();
    }

    @Override
    public long offset() {
        return record.offset();
    }

    @Override
    public long timestamp() {
        return record.timestamp();
    }

    @Override
    public int sizeInBytes() {
        return record.sizeInBytes();
    }

    @Override
    public int keySize() {
        return record.keySize();
    }

    @Override
    public int valueSize() {
        return record.valueSize();
    }

    @Override
    public boolean hasKey() {
        return record.hasKey();
    }

    @Override
    public boolean hasValue() {
        return record.hasValue();
    }

    @Override
    public int sequence() {
        return record.sequence();
    }

    @Override
    public boolean hasMagic(byte magic) {
        return record.hasMagic(magic);
    }

    @Override
    public void ensureValid() {
        record.ensureValid();
    }

    @Override
    public boolean isCompressed() {
        return record.isCompressed();
    }

    @Override
    public boolean hasTimestampType(TimestampType type) {
        return record.hasTimestampType(type);
    }
}
