package dev.tidemark.wire.metric;

/** The common parts of the stream processor's metrics. Their {@code metric_type} is {@code system}. */
public final class ProcessorMetrics {
    /** The service that publishes them. */
    public static final String SERVICE = "tidemark-stream-processor";

    /** The prefix of each name, on the samples topic and for Prometheus. */
    public static final String PREFIX = "tidemark_processor_";

    /** Samples that Kafka did not accept, cumulative since the process started. The name lacks {@link #PREFIX}. */
    public static final String SAMPLES_LOST = "samples_lost_total";

    private ProcessorMetrics() {}
}
