package dev.tidemark.ingest.delivery;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One event a record, in the encoding of its topic. */
final class SinglePacking<E> implements Packing {
    private final Lane<E> lane;
    private final UnaryOperator<E> preparation;

    /** @param preparation what is done to an event before it is encoded */
    SinglePacking(Lane<E> lane, UnaryOperator<E> preparation) {
        this.lane = lane;
        this.preparation = preparation;
    }

    @Override
    public @Nullable Parcel next() {
        for (E event = lane.poll(); event != null; event = lane.poll()) {
            try {
                return new Parcel(lane.encode(preparation.apply(event)), 1);
            } catch (Throwable e) {
                lane.tally().dropped(DropReason.ENCODING, 1);
            }
        }
        return null;
    }

    @Override
    public boolean isEmpty() {
        return lane.isEmpty();
    }
}
