package dev.tidemark.consumer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.DefaultRecord;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.CloseableIterator;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a batch record by record, in the format that {@link DefaultRecord} documents: each record begins with its length, so one that
 * is too large is skipped without ever being in memory. It seems to end when the poll's budget is spent.
 */
final class BoundedIterator implements CloseableIterator<Record> {
    private final DefaultRecordBatch batch;
    private final PollBudget budget;
    private final InputStream in;
    private final @Nullable Long appendTime;
    private final int records;
    private int read;
    private long unpacked;
    private long nextOffset;

    BoundedIterator(DefaultRecordBatch batch, BufferSupplier buffers, PollBudget budget) {
        this.batch = batch;
        this.budget = budget;
        this.in = batch.recordInputStream(buffers);
        this.appendTime = batch.timestampType() == TimestampType.LOG_APPEND_TIME ? batch.maxTimestamp() : null;
        this.records = Objects.requireNonNull(batch.countOrNull());
        this.nextOffset = batch.baseOffset();
    }

    /** The offset after the last record that was read; after the whole batch if all were. */
    long nextOffset() {
        return read < records ? nextOffset : batch.nextOffset();
    }

    @Override
    public boolean hasNext() {
        return read < records && !budget.isSpent();
    }

    @Override
    public Record next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        try {
            Record record = readNext();
            nextOffset = record.offset() + 1;
            return record;
        } catch (IOException | BufferUnderflowException | IllegalArgumentException e) {
            throw new KafkaException("the batch at offset " + batch.baseOffset() + " cannot be unpacked", e);
        }
    }

    private Record readNext() throws IOException {
        int size = ByteUtils.readVarint(in);
        if (size < 0) {
            throw new InvalidRecordException("a record of " + size + " bytes: expected 0 or more");
        }
        read++;
        unpacked += ByteUtils.sizeOfVarint(size) + size;
        if (unpacked > Limits.BATCH_BYTES) {
            return rest();
        }
        return size > Limits.RECORD_BYTES
                ? tooLarge(in, size, size + " bytes: expected at most " + Limits.RECORD_BYTES)
                : whole(size);
    }

    private Record whole(int size) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(ByteUtils.sizeOfVarint(size) + size);
        ByteUtils.writeVarint(size, record);
        int begin = record.position();
        Utils.readFully(in, record);
        if (record.hasRemaining()) {
            throw new InvalidRecordException(
                    "a record of " + size + " bytes: expected " + record.remaining() + " bytes more");
        }
        // A header takes at least two bytes.
        int headers = size > 2 * Limits.HEADERS ? headers(record.position(begin)) : 0;
        if (headers > Limits.HEADERS) {
            return tooLarge(
                    new ByteArrayInputStream(record.array(), begin, size),
                    size,
                    headers + " headers: expected at most " + Limits.HEADERS);
        }
        return new UnpackedRecord(
                DefaultRecord.readFrom(
                        record.rewind(), batch.baseOffset(), batch.baseTimestamp(), batch.baseSequence(), appendTime),
                budget);
    }

    /** The number of headers of a record. */
    private static int headers(ByteBuffer record) {
        record.get();
        ByteUtils.readVarlong(record);
        ByteUtils.readVarint(record);
        // Key and value.
        for (int i = 0; i < 2; i++) {
            int bytes = Math.max(0, ByteUtils.readVarint(record));
            record.position(record.position() + bytes);
        }
        return ByteUtils.readVarint(record);
    }

    /** Keeps the beginning of the value and skips the rest of the record. */
    private Record tooLarge(InputStream from, int size, String why) throws IOException {
        from.skipNBytes(1);
        long timestampDelta = ByteUtils.readVarlong(from);
        int offsetDelta = ByteUtils.readVarint(from);
        int keyBytes = ByteUtils.readVarint(from);
        from.skipNBytes(Math.max(0, keyBytes));
        int valueBytes = ByteUtils.readVarint(from);
        byte[] kept = from.readNBytes(Math.clamp(valueBytes, 0, Limits.KEPT_BYTES));
        from.skipNBytes(size
                - (1L
                        + ByteUtils.sizeOfVarlong(timestampDelta)
                        + ByteUtils.sizeOfVarint(offsetDelta)
                        + ByteUtils.sizeOfVarint(keyBytes)
                        + Math.max(0, keyBytes)
                        + ByteUtils.sizeOfVarint(valueBytes)
                        + kept.length));
        String detail = "a record of " + why
                + (valueBytes < 0 ? "" : " (the first " + kept.length + " of " + valueBytes + " bytes of its value)");
        return marked(timestampDelta, offsetDelta, valueBytes < 0 ? null : kept, new TooLarge(1, detail));
    }

    /** One record in place of those that are left. */
    private Record rest() throws IOException {
        in.skipNBytes(1);
        long timestampDelta = ByteUtils.readVarlong(in);
        int offsetDelta = ByteUtils.readVarint(in);
        long left = records - read + 1L;
        read = records;
        String detail = left + " records up to offset " + batch.lastOffset() + " in a batch of more than "
                + Limits.BATCH_BYTES + " bytes when unpacked: expected smaller batches";
        return marked(timestampDelta, offsetDelta, null, new TooLarge(left, detail));
    }

    private Record marked(long timestampDelta, int offsetDelta, byte @Nullable [] value, TooLarge mark) {
        return new UnpackedRecord(
                new MarkedRecord(
                        batch.baseOffset() + offsetDelta,
                        appendTime == null ? batch.baseTimestamp() + timestampDelta : appendTime,
                        value,
                        mark),
                budget);
    }

    @Override
    public void close() {
        Utils.closeQuietly(in, "the records of a batch");
    }
}
