package dev.tidemark.ingest.delivery;

import dev.tidemark.wire.codec.BatchCodec;
import org.jspecify.annotations.Nullable;

/** Puts all waiting events into one record, up to a size limit. */
final class MultiRecordBatcher<E> implements RecordBatcher {
    private final TopicQueue<E> queue;
    private final BatchCodec<E> codec;
    private final int maxBytes;
    private @Nullable E left;

    /** @param maxBytes the size limit of a record; a single event may exceed it */
    MultiRecordBatcher(TopicQueue<E> queue, BatchCodec<E> codec, int maxBytes) {
        this.queue = queue;
        this.codec = codec;
        this.maxBytes = maxBytes;
    }

    @Override
    public @Nullable EncodedRecord next() {
        BatchCodec.Batch<E> batch = codec.newBatch(maxBytes);
        for (E event = poll(); event != null; event = poll()) {
            if (!add(batch, event)) {
                left = event;
                break;
            }
        }
        return batch.events() == 0 ? null : queue.record(batch.toBytes(), codec.contentType(), batch.events());
    }

    @Override
    public boolean isEmpty() {
        return left == null && queue.isEmpty();
    }

    private @Nullable E poll() {
        E event = left;
        left = null;
        return event == null ? queue.poll() : event;
    }

    /** Whether the event was added or counted as lost; if not, the batch is full. */
    private boolean add(BatchCodec.Batch<E> batch, E event) {
        try {
            return batch.add(event);
        } catch (RuntimeException e) {
            queue.metrics().dropped(DropReason.ENCODING, 1);
            return true;
        }
    }
}
