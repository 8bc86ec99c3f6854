package dev.tidemark.ingest.delivery;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One event per record, in the encoding of its topic. */
final class SingleRecordBatcher<E> implements RecordBatcher {
    private final TopicQueue<E> queue;
    private final UnaryOperator<E> preparation;

    /** @param preparation applied to each event before it is encoded */
    SingleRecordBatcher(TopicQueue<E> queue, UnaryOperator<E> preparation) {
        this.queue = queue;
        this.preparation = preparation;
    }

    @Override
    public @Nullable EncodedRecord next() {
        for (E event = queue.poll(); event != null; event = queue.poll()) {
            try {
                return queue.encode(preparation.apply(event));
            } catch (Throwable e) {
                queue.metrics().dropped(DropReason.ENCODING, 1);
            }
        }
        return null;
    }

    @Override
    public boolean isEmpty() {
        return queue.isEmpty();
    }
}
