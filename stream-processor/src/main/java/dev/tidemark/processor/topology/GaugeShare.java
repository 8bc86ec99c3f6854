package dev.tidemark.processor.topology;

import java.util.concurrent.atomic.LongAdder;

/** What one task has in a gauge that sums up all tasks. Belongs to the task's thread. */
final class GaugeShare {
    private final LongAdder gauge;
    private long share;

    GaugeShare(LongAdder gauge) {
        this.gauge = gauge;
    }

    void set(long value) {
        if (value != share) {
            gauge.add(value - share);
            share = value;
        }
    }
}
