package dev.tidemark.processor.topology;

import java.util.concurrent.atomic.LongAdder;

/** The share of one task in a gauge that is the sum over all tasks. For the task's thread. */
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
