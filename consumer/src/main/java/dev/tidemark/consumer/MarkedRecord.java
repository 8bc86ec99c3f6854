package dev.tidemark.consumer;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

/** A record in place of some that are not read. */
record MarkedRecord(long offset, long timestamp, byte @Nullable [] kept, TooLarge mark) implements Record {
    @Override
    public @Nullable ByteBuffer key() {
        return null;
    }

    @Override
    public @Nullable ByteBuffer value() {
        return kept == null ? null : ByteBuffer.wrap(kept);
    }

    @Override
    public Header[] headers() {
        return new Header[] {mark};
    }

    @Override
    public int sizeInBytes() {
        return Math.max(0, valueSize());
    }

    @Override
    public int keySize() {
        return -1;
    }

    @Override
    public int valueSize() {
        return kept == null ? -1 : kept.length;
    }

    @Override
    public boolean hasKey() {
        return false;
    }

    @Override
    public boolean hasValue() {
        return kept != null;
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
