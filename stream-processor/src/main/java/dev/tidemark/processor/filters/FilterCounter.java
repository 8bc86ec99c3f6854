package dev.tidemark.processor.filters;

import dev.tidemark.processor.metrics.Meter;
import dev.tidemark.wire.topic.Topic;
import dev.tidemark.wire.topic.Topics;
import java.util.List;
import java.util.stream.Stream;

/** What each filter counts, and publishes as samples. */
enum FilterCounter {
    RECORDED(
            "tidemark_filter_events_recorded",
            Meter.counter(
                    "filter_events_recorded_total",
                    "Events that applications handed to their filters, since this process began. Each processor tells of all"
                            + " filters: take the max over instances.",
                    "topic")),
    SENT(
            "tidemark_filter_events_sent",
            Meter.counter(
                    "filter_events_sent_total",
                    "Events that Kafka has acknowledged to the filters, since this process began. Each processor tells of all"
                            + " filters: take the max over instances.",
                    "topic")),
    DROPPED(
            "tidemark_filter_events_dropped",
            Meter.counter(
                    "filter_events_dropped_total",
                    "Events that the filters lost, since this process began, by the topic they were for and the reason. Each"
                            + " processor tells of all filters: take the max over instances. Alert if it rises: an application"
                            + " cannot hand its events to Kafka quickly enough, or Kafka is away.",
                    "topic",
                    "reason"));

    /** The topics that a filter sends to. */
    static final List<String> TOPICS = Stream.of(Topics.REQUESTS, Topics.LOGS, Topics.SAMPLES)
            .map(Topic::name)
            .toList();

    /** Why a filter drops. */
    static final List<String> REASONS =
            List.of("queue_full", "encoding", "record_too_large", "send_failed", "closed", "unacknowledged");

    private final String sample;
    private final Meter meter;

    FilterCounter(String sample, Meter meter) {
        this.sample = sample;
        this.meter = meter;
    }

    /** The name of its samples. */
    String sample() {
        return sample;
    }

    Meter meter() {
        return meter;
    }

    /** The values of the meter's labels. */
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
        throw new IllegalArgumentException("sample " + sample + ": expected that of a filter's counter");
    }
}
