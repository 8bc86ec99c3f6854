package dev.tidemark.wire.metric;

/**
 * The counters that each filter publishes about itself, cumulative since its process began. Their {@code metric_type} is
 * {@code system}.
 */
public final class FilterMetrics {
    /** Events handed to the filter; metadata: {@link #TOPIC}. */
    public static final String EVENTS_RECORDED = "tidemark_filter_events_recorded";

    /** Events that Kafka has acknowledged; metadata: {@link #TOPIC}. */
    public static final String EVENTS_SENT = "tidemark_filter_events_sent";

    /** Events lost, published where it is not 0; metadata: {@link #TOPIC} and {@link #REASON}. */
    public static final String EVENTS_DROPPED = "tidemark_filter_events_dropped";

    /** The metadata key of the topic that an event was for. */
    public static final String TOPIC = "topic";

    /** The metadata key of why an event was lost. */
    public static final String REASON = "reason";

    private FilterMetrics() {}
}
