package dev.tidemark.ingest.delivery;

import dev.tidemark.wire.metric.FilterMetrics;
import java.util.List;
import java.util.function.Function;

/**
 * A reading of the filter's counters. The filter publishes the same numbers to the samples topic every 5 s, with {@code
 * metric_type} {@code system} and the names below, and once more when it is closed. Comparing them with the stored rows
 * shows any loss. The published counters do not count themselves.
 *
 * @param requests counters of the requests topic
 * @param logs counters of the logs topic
 * @param samples counters of the samples topic, without the published counters
 * @param calls counters of the calls topic, whose events are summaries of calls
 */
public record Counters(TopicCounters requests, TopicCounters logs, TopicCounters samples, TopicCounters calls) {
    /** {@link TopicCounters#recorded()}; metadata: {@code topic}. */
    public static final String RECORDED = FilterMetrics.EVENTS_RECORDED;

    /** {@link TopicCounters#sent()}; metadata: {@code topic}. */
    public static final String SENT = FilterMetrics.EVENTS_SENT;

    /** {@link TopicCounters#dropped(DropReason)}, published only if not 0; metadata: {@code topic} and {@code reason}. */
    public static final String DROPPED = FilterMetrics.EVENTS_DROPPED;

    /** The readings of all topics. */
    public List<TopicCounters> topics() {
        return List.of(requests, logs, samples, calls);
    }

    /** Events handed to the filter, over all topics. */
    public long recorded() {
        return sum(TopicCounters::recorded);
    }

    /** Events that Kafka has acknowledged, over all topics. */
    public long sent() {
        return sum(TopicCounters::sent);
    }

    /** Events lost, over all topics and reasons. */
    public long dropped() {
        return sum(TopicCounters::droppedTotal);
    }

    /** Events that are queued or wait for Kafka's acknowledgement, over all topics. */
    public long inFlight() {
        return sum(TopicCounters::inFlight);
    }

    private long sum(Function<TopicCounters, Long> field) {
        return topics().stream().map(field).mapToLong(Long::longValue).sum();
    }
}
