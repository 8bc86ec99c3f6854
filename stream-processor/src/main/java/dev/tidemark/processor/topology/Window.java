package dev.tidemark.processor.topology;

import dev.tidemark.wire.event.RollupKey;

/** One window as a live object. */
final class Window {
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
}
