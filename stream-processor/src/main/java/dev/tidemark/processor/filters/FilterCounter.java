package dev.tidemark.processor.filters;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.wire.metric.FilterMetrics;
import dev.tidemark.wire.topic.Topic;
import dev.tidemark.wire.topic.Topics;
import java.util.List;
import java.util.stream.Stream;

/** The counters that each filter publishes as samples. */
enum FilterCounter {
    RECORDED(
            FilterMetrics.EVENTS_RECORDED,
            MetricDescriptor.counter(
                    "filter_events_recorded_total",
                    "Events that applications passed to their filters, since this process started. Each processor reports all"
                            + " filters: use the max over instances.",
                    FilterMetrics.TOPIC)),
    SENT(
            FilterMetrics.EVENTS_SENT,
            MetricDescriptor.counter(
                    "filter_events_sent_total",
                    "Events of the filters that Kafka has acknowledged, since this process started. Each processor reports all"
                            + " filters: use the max over instances.",
                    FilterMetrics.TOPIC)),
    DROPPED(
            FilterMetrics.EVENTS_DROPPED,
            MetricDescriptor.counter(
                    "filter_events_dropped_total",
                    "Events that the filters lost, since this process started, by topic and reason. Each"
                            + " processor reports all filters: use the max over instances. Alert if it rises: an application"
                            + " produces events faster than Kafka accepts them, or Kafka is unavailable.",
                    FilterMetrics.TOPIC,
                    FilterMetrics.REASON));

    /** The topics that a filter sends to. */
    static final List<String> TOPICS = Stream.of(Topics.REQUESTS, Topics.LOGS, Topics.SAMPLES, Topics.CALLS)
            .map(Topic::name)
            .toList();

    /** The reasons for which a filter drops events. */
    static final List<String> REASONS =
            List.of("queue_full", "encoding", "record_too_large", "send_failed", "closed", "unacknowledged");

    private final String sample;
    private final MetricDescriptor descriptor;

    FilterCounter(String sample, MetricDescriptor descriptor) {
        this.sample = sample;
        this.descriptor = descriptor;
    }

    /** The name of its samples. */
    String sample() {
        return sample;
    }

    MetricDescriptor descriptor() {
        return descriptor;
    }

    /** The values of the metric's labels. */
    List<String> labels(String topic, String reason) {
        return this == DROPPED ? List.of(topic, reason) : List.of(topic);
    }

    /** The counter whose samples have this name. */
    static FilterCounter of(String sample) {
        for (FilterCounter counter : values()) {
            if (counter.sample.equals(sample)) {
                return counter;
            }
        }
        throw new IllegalArgumentException("sample " + sample + ": expected the name of a filter's counter");
    }
}
