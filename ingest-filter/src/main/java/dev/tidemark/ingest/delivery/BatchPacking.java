package dev.tidemark.ingest.delivery;

import dev.tidemark.wire.codec.BatchCodec;
import org.jspecify.annotations.Nullable;

/** As many events a record as wait, up to a size. */
final class BatchPacking<E> implements Packing {
    private final Lane<E> lane;
    private final BatchCodec<E> codec;
    private final int maxBytes;
    private @Nullable E left;

    /** @param maxBytes how large a record becomes, unless a single event is larger */
    BatchPacking(Lane<E> lane, BatchCodec<E> codec, int maxBytes) {
        this.lane = lane;
        this.codec = codec;
        this.maxBytes = maxBytes;
    }

    @Override
    public @Nullable Parcel next() {
        BatchCodec.Batch<E> batch = codec.newBatch(maxBytes);
        for (E event = poll(); event != null; event = poll()) {
            if (!add(batch, event)) {
                left = event;
                break;
            }
        }
        return batch.events() == 0
                ? null
                : new Parcel(lane.record(batch.toBytes(), codec.contentType()), batch.events());
    }

    @Override
    public boolean isEmpty() {
        return left == null && lane.isEmpty();
    }

    private @Nullable E poll() {
        E event = left;
        left = null;
        return event == null ? lane.poll() : event;
    }

    /** Whether it has been dealt with. */
    private boolean add(BatchCodec.Batch<E> batch, E event) {
        try {
            return batch.add(event);
        } catch (RuntimeException e) {
            lane.tally().dropped(DropReason.ENCODING, 1);
            return true;
        }
    }
}
