package dev.tidemark.ingest.delivery;

import java.util.Map;

/**
 * A reading of the counters of one topic. They start at 0 with this process's filter and never decrease; in every
 * reading, {@code recorded = sent + dropped + inFlight}.
 *
 * @param topic the topic's name
 * @param recorded events handed to the filter. If it does not rise under traffic, the application is not being measured
 * @param sent events that Kafka has acknowledged. If it does not rise while {@code recorded} does, Kafka is down: alert
 *     after a minute
 * @param dropped events lost, by reason. Alert when it rises: the pages then lack that many events
 */
public record TopicCounters(String topic, long recorded, long sent, Map<DropReason, Long> dropped) {

    public TopicCounters {
        dropped = Map.copyOf(dropped);
    }

    /** Events lost for any reason. */
    public long droppedTotal() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Events lost for this reason. */
    public long dropped(DropReason reason) {
        return dropped.getOrDefault(reason, 0L);
    }

    /** Events that are queued or wait for Kafka's acknowledgement. */
    public long inFlight() {
        return recorded - sent - droppedTotal();
    }
}
