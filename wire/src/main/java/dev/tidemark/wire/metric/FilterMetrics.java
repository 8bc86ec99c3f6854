package dev.tidemark.wire.metric;

/**
 * The counters that each filter publishes about itself, cumulative since its process started. Their {@code metric_type}
 * is {@code system}.
 */
public final class FilterMetrics {
    /** Events handed to the filter; metadata: {@link #TOPIC}. */
    public static final String EVENTS_RECORDED = "tidemark_filter_events_recorded";

    /** Events that Kafka has acknowledged; metadata: {@link #TOPIC}. */
    public static final String EVENTS_SENT = "tidemark_filter_events_sent";

    /** Events lost, published only if not 0; metadata: {@link #TOPIC} and {@link #REASON}. */
    public static final String EVENTS_DROPPED = "tidemark_filter_events_dropped";

    /** Calls that were counted as {@code (other)} because there were too many operations, published only if not 0. */
    public static final String CALLS_FOLDED = "tidemark_filter_calls_folded";

    /** Parts of log lines that redaction removed, published only if not 0; metadata: {@link #RULE}. */
    public static final String REDACTIONS = "tidemark_filter_redactions";

    /** The metadata key of the rule that removed them. */
    public static final String RULE = "rule";

    /** The metadata key of the event's topic. */
    public static final String TOPIC = "topic";

    /** The metadata key of the reason for a loss. */
    public static final String REASON = "reason";

    private FilterMetrics() {}
}
