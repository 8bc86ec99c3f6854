package dev.tidemark.ingest.delivery;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts the outcomes of a topic's events. Thread-safe. */
final class DeliveryMetrics {
    private final String topic;
    private final LongAdder sent = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);
    private volatile boolean settled;

    DeliveryMetrics(String topic) {
        this.topic = topic;
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new LongAdder());
        }
    }

    void sent(int events) {
        sent.add(events);
    }

    /** Counts queued events as lost. */
    void dropped(DropReason reason, int events) {
        adder(reason).add(events);
    }

    /** Counts an event as lost that was never queued. */
    void refused(DropReason reason) {
        refused(reason, 1);
    }

    void refused(DropReason reason, long events) {
        refused.add(events);
        adder(reason).add(events);
    }

    /** After this, nothing is in flight: events neither sent nor dropped count as lost on closing, however threads raced. */
    void settle() {
        settled = true;
    }

    /** @param queued reads how many events were ever queued; read last, so that {@code sent} never exceeds {@code recorded} */
    TopicCounters read(java.util.function.LongSupplier queued) {
        Map<DropReason, Long> losses = new EnumMap<>(DropReason.class);
        long lost = 0;
        for (Map.Entry<DropReason, LongAdder> entry : dropped.entrySet()) {
            long count = entry.getValue().sum();
            losses.put(entry.getKey(), count);
            lost += count;
        }
        long acknowledged = sent.sum();
        boolean over = settled;
        long recorded = refused.sum() + queued.getAsLong();
        if (over) {
            losses.merge(DropReason.CLOSED, recorded - acknowledged - lost, Long::sum);
        }
        losses.values().removeIf(count -> count == 0);
        return new TopicCounters(topic, recorded, acknowledged, losses);
    }

    private LongAdder adder(DropReason reason) {
        LongAdder adder = dropped.get(reason);
        if (adder == null) {
            throw new IllegalStateException("no counter for " + reason);
        }
        return adder;
    }
}
