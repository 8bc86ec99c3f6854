package dev.tidemark.ingest.delivery;

import java.util.Map;

/**
 * A reading of the counters of one topic. All count from the start of this process's filter and never fall, and
 * {@code recorded = sent + dropped + inFlight} holds in every reading.
 *
 * @param topic the topic's name
 * @param recorded events handed to the filter. If it stays still under traffic, the application is not measured
 * @param sent events that Kafka has acknowledged. If it stays still while {@code recorded} rises, Kafka is away: alert
 *     when that lasts a minute
 * @param dropped events lost, by reason. Alert when it rises: what the pages show is then incomplete, by that much
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

    /** Events that wait in the queue or for Kafka's answer. */
    public long inFlight() {
        return recorded - sent - droppedTotal();
    }
}
