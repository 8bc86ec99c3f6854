package dev.tidemark.wire.metric;

/** What all metrics of the stream processor have in common. Their {@code metric_type} is {@code system}. */
public final class ProcessorMetrics {
    /** The service that publishes them. */
    public static final String SERVICE = "tidemark-stream-processor";

    /** The beginning of each name, on the samples topic and for Prometheus. */
    public static final String PREFIX = "tidemark_processor_";

    /** Samples that Kafka did not accept, without {@link #PREFIX}; cumulative since the process began. */
    public static final String SAMPLES_LOST = "samples_lost_total";

    private ProcessorMetrics() {}
}
