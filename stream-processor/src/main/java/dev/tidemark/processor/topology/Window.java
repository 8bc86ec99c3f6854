package dev.tidemark.processor.topology;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.wire.event.RollupKey;

/** One window as a live object. */
final class Window {
    /** A window with its keys, without its aggregate. The names of its series belong to the admitted series. */
    private static final int OWN_BYTES =
            HeapBytes.object(29) + HeapBytes.object(16) + HeapBytes.LINKED_ENTRY + Integer.BYTES;

    final RollupKey key;
    final byte[] storeKey;
    final WindowAggregate aggregate;

    Window(RollupKey key, byte[] storeKey, WindowAggregate aggregate) {
        this.key = key;
        this.storeKey = storeKey;
        this.aggregate = aggregate;
    }

    /** In microseconds since the epoch. */
    long endMicros() {
        return key.windowStartMicros() + key.tier().sizeMicros();
    }

    /** Its memory without its aggregate, about, in bytes. */
    int ownBytes() {
        return OWN_BYTES + HeapBytes.array(storeKey.length);
    }

    /** Its memory when it was last weighed, about, in bytes. */
    int bytes() {
        return ownBytes() + aggregate.weighed();
    }
}
