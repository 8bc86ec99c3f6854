package dev.tidemark.consumer;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.Record;
import org.jspecify.annotations.Nullable;

/**
 * A record that counts towards the poll's budget when the consumer takes it. The consumer skips the records of a batch that are before
 * its position without looking at their keys, so those do not count.
 *
 * <p>Once the budget is spent, the key cannot be read. To the consumer that looks like a record that it cannot deserialize: it returns
 * the records before it, keeps this one and all that it has fetched, and tries again in the next poll.
 */
record UnpackedRecord(Record record, PollBudget budget) implements Record {
    @Override
    public @Nullable ByteBuffer key() {
        if (budget.isSpent()) {
            throw new SerializationException("the poll has returned as much as it may");
        }
        return record.key();
    }

    @Override
    public @Nullable ByteBuffer value() {
        budget.spend(RecordBytes.of(record.sizeInBytes(), record.headers().length));
        return record.value();
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
