package dev.tidemark.consumer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.kafka.common.InvalidRecordException;
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
 * is too large is skipped without ever being in memory. Lengths and offsets are checked against one another, because a broker compares
 * neither.
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

    @Override
    public boolean hasNext() {
        return read < records && nextOffset <= batch.lastOffset();
    }

    @Override
    public Record next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Record record;
        try {
            record = readNext();
        } catch (IOException | RuntimeException e) {
            // A broker reads the fields of a compressed record, but not its length. Whoever wrote this must not stop
            // the readers.
            record = rest("that cannot be read: " + e, true);
        }
        nextOffset = record.offset() + 1;
        return record;
    }

    private Record readNext() throws IOException {
        int size = ByteUtils.readVarint(in);
        if (size < 0) {
            throw new InvalidRecordException("a record of " + size + " bytes: expected 0 or more");
        }
        unpacked += ByteUtils.sizeOfVarint(size) + size;
        if (unpacked > Limits.BATCH_BYTES) {
            return rest("of more than " + Limits.BATCH_BYTES + " bytes when unpacked: expected smaller batches", false);
        }
        budget.unpack(size);
        Record record = size > Limits.RECORD_BYTES
                ? tooLarge(in, size, size + " bytes: expected at most " + Limits.RECORD_BYTES)
                : whole(size);
        if (record.offset() < nextOffset || record.offset() > batch.lastOffset()) {
            throw new InvalidRecordException(
                    "a record at offset " + record.offset() + ": expected " + nextOffset + " to " + batch.lastOffset());
        }
        read++;
        return record;
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
        RecordFields fields = new RecordFields(from, size);
        fields.skip(1);
        long timestampDelta = ByteUtils.readVarlong(fields);
        int offsetDelta = ByteUtils.readVarint(fields);
        fields.skip(ByteUtils.readVarint(fields));
        int valueBytes = ByteUtils.readVarint(fields);
        byte[] kept = fields.readNBytes(Math.clamp(valueBytes, 0, Limits.KEPT_BYTES));
        fields.skip(valueBytes - kept.length);
        fields.skipHeaders();
        fields.end();
        String detail = "a record of " + why
                + (valueBytes < 0 ? "" : " (the first " + kept.length + " of " + valueBytes + " bytes of its value)");
        return new UnpackedRecord(
                new MarkedRecord(
                        batch.baseOffset() + offsetDelta,
                        appendTime == null ? batch.baseTimestamp() + timestampDelta : appendTime,
                        valueBytes < 0 ? null : kept,
                        new TooLarge(1, detail, false)),
                budget);
    }

    /** One record in place of those that are left. It depends on the batch alone. */
    private Record rest(String why, boolean malformed) {
        long left = (long) records - read;
        read = records;
        String detail = left + " records up to offset " + batch.lastOffset() + " in a batch " + why;
        return new UnpackedRecord(
                new MarkedRecord(nextOffset, batch.maxTimestamp(), null, new TooLarge(left, detail, malformed)),
                budget);
    }

    @Override
    public void close() {
        Utils.closeQuietly(in, "the records of a batch");
    }
}
