package dev.tidemark.processor.sink;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;

/**
 * The connections that a consumer has opened so far. All of them end when a broker does, so as long as there is no new one, no broker has
 * restarted, and its log continues the one that was read before.
 */
final class Connections {
    private final Metric opened;

    Connections(Consumer<?, ?> consumer) {
        this.opened = consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("connection-creation-total")
                        && metric.getKey().group().equals("consumer-metrics"))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "Kafka's consumer does not count its connections: expected the metric connection-creation-total"))
                .getValue();
    }

    long opened() {
        return ((Number) opened.metricValue()).longValue();
    }
}
