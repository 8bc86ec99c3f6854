package dev.tidemark.processor.sink;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.consumer.RecordBytes;
import dev.tidemark.processor.intake.Rejection;
import dev.tidemark.processor.sink.table.Positioned;
import dev.tidemark.processor.sink.table.RowBytes;
import dev.tidemark.processor.sink.table.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The rows read since the last transaction, and the offsets reached. Not thread-safe.
 *
 * @param <E> the event
 */
final class Batch<E> implements EventReader.Visitor<E> {
    /** How much more memory the rows may take than their records. That suffices for ordinary lines. */
    static final int ROW_BYTES = 2;

    private final EventReader<E> reader;
    private final Duration interval;
    private final SinkSettings settings;
    private final Rows<E> rows = new Rows<>();
    private final List<RejectedRecord> rejectedRecords = new ArrayList<>();
    private final Map<Integer, Reached> reached = new HashMap<>();
    private ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("", 0, 0, new byte[0], new byte[0]);
    private int maxRows;
    private boolean shrunk;
    private long bytes;
    private long rowBytes;
    private long skipped;
    private long firstNanos;

    /** @param interval the longest that a row waits for the batch to fill */
    Batch(EventReader<E> reader, Duration interval, SinkSettings settings) {
        this.reader = reader;
        this.interval = interval;
        this.settings = settings;
        this.maxRows = settings.batchRows();
    }

    /**
     * How far a partition was read.
     *
     * @param last the last record
     */
    record Reached(ConsumerRecord<byte[], byte[]> last) {
        long nextOffset() {
            return last.offset() + 1;
        }
    }

    void add(ConsumerRecord<byte[], byte[]> next, long nowNanos) {
        if (isEmpty()) {
            firstNanos = nowNanos;
        }
        record = next;
        try {
            reader.read(next, this);
        } catch (RuntimeException e) {
            // A bug in the reader. Without a dead letter, the record would be read again and again.
            refused(Rejection.MALFORMED.word(), "unreadable: " + e);
        }
        bytes += RecordBytes.of(next);
        reached.put(next.partition(), new Reached(next));
    }

    @Override
    public void accepted(E event) {
        rows.add(new Positioned<>(event, record));
        rowBytes += RowBytes.of(event);
    }

    @Override
    public void refused(String reason, String detail) {
        rejectedRecords.add(new RejectedRecord(record, reason, detail));
        rowBytes += HeapBytes.of(detail);
    }

    @Override
    public void skipped() {
        skipped++;
    }

    boolean isFull() {
        return rows.size() + rejectedRecords.size() >= maxRows
                || bytes >= settings.batchBytes()
                || rowBytes >= ROW_BYTES * settings.batchBytes();
    }

    /** The time until the batch is due, in nanoseconds; 0 or less if it is due now. */
    long dueInNanos(long nowNanos) {
        return isEmpty() ? Long.MAX_VALUE : interval.toNanos() - (nowNanos - firstNanos);
    }

    boolean isEmpty() {
        return reached.isEmpty();
    }

    /** The rows; valid until the batch is cleared. */
    Rows<E> rows() {
        return rows;
    }

    List<RejectedRecord> rejectedRecords() {
        return Collections.unmodifiableList(rejectedRecords);
    }

    Map<Integer, Reached> reached() {
        return Collections.unmodifiableMap(reached);
    }

    long skippedEvents() {
        return skipped;
    }

    /** Keeps batches small until one with rows has no bad row. */
    void shrink() {
        maxRows = Math.min(BatchWriter.SEARCHED, settings.batchRows());
        shrunk = true;
    }

    /** Whether the batch has its smallest size; it may still exceed the requested number of rows if one record has many. */
    boolean isShrunk() {
        return shrunk;
    }

    /** Call this after the batch was written. */
    void succeeded(boolean withoutBadRows) {
        // A poll without records says nothing about records that are still to be read.
        if (withoutBadRows && !isEmpty()) {
            maxRows = settings.batchRows();
            shrunk = false;
        }
        clear();
    }

    void clear() {
        rows.clear();
        rejectedRecords.clear();
        reached.clear();
        bytes = 0;
        rowBytes = 0;
        skipped = 0;
    }
}
